"""How it goes: work items, their events, updates with evidence, reviews, extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.lookups import among
from agencies.models import Agency, Officer, Post, scope_of
from agencies.text import search_terms
from directives.choices import SourceKind
from directives.models import Directive
from plans.choices import (
    OPEN,
    UNCONFIRMED,
    Decision,
    EventKind,
    ExtensionState,
    ItemKind,
    Lifecycle,
    PlanState,
    Role,
)
from plans.models.duty import ReportingPeriod
from plans.models.plan import Assignment, Plan, Task
from plans.standing import annotate_standing

if TYPE_CHECKING:
    from datetime import date


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    """Words for reading work items; every list, count, export and mail starts with `visible_to`."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Items of plans one oversees, items at or below one's own place, and those of the lines one supports (decision 14)."""
        scope = scope_of(user)
        if scope.is_empty:
            return self.none()
        below = list(scope.below)
        helping = Assignment.objects.active().filter(agency_id__in=scope.own, role=Role.COORDINATING)
        anyone = helping.filter(supports__isnull=True).values("task_id")
        shown = Q(owner_id__in=below) | Q(monitor_id__in=below) | Q(agency_id__in=below)
        named = Q(among("assignment_id", helping.filter(supports__isnull=False).values("supports_id")))
        leads = Assignment.objects.filter(role=Role.LEAD, task_id__in=anyone)
        return self.filter(shown | named | Q(among("assignment_id", leads.values("id"))))

    def with_standing(self, *, on: Any) -> Self:
        """Standing on a day not before the last event (today, as a rule); see `annotate_standing` for the names."""
        return annotate_standing(self, on=on)

    def as_of(self, *, on: Any) -> Self:
        """Standing on any day, past ones read from events; only items that existed then.

        Asks at once whether anything happened since: where nothing did, columns say the same without a look at events.
        """
        past = WorkItem.objects.filter(last_event_on__gt=on).exists()
        return annotate_standing(self.opened_by(on=on), on=on, past=past)

    def counted(self) -> Self:
        """Items that figures count: of tracked plans whose source is a document, not press (decision 3)."""
        return self.filter(
            plan__state__in=(PlanState.PUBLISHED, PlanState.PAUSED, PlanState.ENDED),
            plan__directive__source_kind=SourceKind.DOCUMENT,
        )

    def open(self) -> Self:
        """Items whose agency still owes something."""
        return self.filter(lifecycle__in=OPEN)

    def unconfirmed(self) -> Self:
        """Items not finished and not set aside."""
        return self.filter(lifecycle__in=UNCONFIRMED)

    def opened_by(self, *, on: Any) -> Self:
        """Items that existed on a day; one that continues another counts from the day it was taken over."""
        return self.filter(Q(taken_over_on__isnull=True) | Q(taken_over_on__lte=on), opened_on__lte=on)

    def in_period(self, *, since: Any = None, until: Any = None) -> Self:
        """Items that a period counts: opened on or before its end, not finished before its beginning (decision 3)."""
        found = self if until is None else self.filter(opened_on__lte=until)
        return found if since is None else found.exclude(lifecycle=Lifecycle.CONFIRMED, completed_on__lt=since)

    def awaiting(self, user: Officer) -> Self:
        """Submitted items that this officer must confirm or return; never those of an agency one holds a post in (decision 9)."""
        return self.filter(self._answered_by(user), lifecycle=Lifecycle.SUBMITTED)

    def decided_by(self, user: Officer) -> Self:
        """Unfinished items on whose dates this officer decides."""
        return self.filter(self._answered_by(user), lifecycle__in=UNCONFIRMED)

    @staticmethod
    def _answered_by(user: Officer) -> Q:
        """The monitor answers; what it leads itself, a leader of the committee it serves; nobody their own (decision 9)."""
        scope, posts = user.scope, [post.agency_id for post in user.current_posts]
        others = ~Q(agency_id=F("monitor_id"))
        served = Q(agency_id=F("monitor_id"), monitor__serves_id__in=scope.led)
        return (Q(monitor_id__in=scope.own) & others | served) & ~Q(agency_id__in=posts)

    def with_row_names(self) -> Self:
        """Fetch what a row of the long list prints: less than `with_names`, which pages of a few rows need."""
        return self.select_related("task", "agency", "assignment", "period", "plan__directive")

    def with_names(self) -> Self:
        """Fetch what rows that tell more print, in one query."""
        return self.select_related(
            "task",
            "agency",
            "assignment",
            "period",
            "plan",
            "plan__directive",
            "plan__directive__issuer",
            "monitor",
            "owner",
        )

    def with_pending_extension(self) -> Self:
        """Annotate `extension_pending`: whether a request for more time waits; it pauses reminders, not standing."""
        pending = Extension.objects.filter(work_item=OuterRef("pk"), state=ExtensionState.PENDING)
        return self.annotate(extension_pending=Exists(pending))

    def matching(self, query: str) -> Self:
        """Items whose task, agency or document hold every typed word, without diacritics."""
        found = self
        for term in search_terms(query):
            found = found.filter(
                Q(task__search_key__contains=term)
                | Q(agency__search_key__contains=term)
                | Q(plan__directive__search_key__contains=term)
            )
        return found


class WorkItem(models.Model):
    """The one thing that is counted, coloured, reminded, extended and confirmed: a lead line × an occurrence (decision 1).

    `plan`, `task`, `agency`, `owner` and `monitor` repeat what the assignment and plan say, so that lists filter one indexed table;
    the services that move them write both. An item that `continues` another took it over from an ended agency, or from a document
    that was replaced: it keeps the first one's opening day, and exists from `taken_over_on`.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="items", verbose_name="phân công")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items", verbose_name="kế hoạch")
    task = models.ForeignKey(Task, models.CASCADE, related_name="items", verbose_name="nhiệm vụ")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items", verbose_name="đơn vị chủ trì")
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="văn phòng chủ kế hoạch")
    monitor = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="nơi xác nhận")
    kind = models.CharField("loại đầu việc", max_length=10, choices=ItemKind)
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="kỳ báo cáo"
    )
    opened_on = models.DateField("giao ngày")
    named_due_on = models.DateField("hạn được nêu", null=True, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    remind_from = models.DateField("nhắc từ ngày")
    lifecycle = models.CharField("tiến trình", max_length=12, choices=Lifecycle, default=Lifecycle.NOT_STARTED)
    submitted_on = models.DateField("ngày báo hoàn thành", null=True, blank=True)
    first_submitted_on = models.DateField("ngày gửi lần đầu", null=True, blank=True)
    resubmit_by = models.DateField("gửi lại chậm nhất", null=True, blank=True)
    completed_on = models.DateField("ngày xác nhận", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("mức độ hoàn thành, %", null=True, blank=True)
    extension_count = models.PositiveSmallIntegerField("số lần gia hạn", default=0)
    last_update_on = models.DateField("cập nhật gần nhất", null=True, blank=True)
    last_event_on = models.DateField("đổi trạng thái gần nhất")
    continues = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="continued_by", verbose_name="tiếp nhận từ"
    )
    taken_over_on = models.DateField("tiếp nhận ngày", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "đầu việc"
        verbose_name_plural = "đầu việc"
        ordering = (F("due_on").asc(nulls_last=True), "id")
        constraints = (
            models.UniqueConstraint(
                fields=["assignment", "period"], condition=Q(period__isnull=False), name="item_once_per_period"
            ),
            models.UniqueConstraint(
                fields=["assignment", "kind"], condition=Q(period__isnull=True), name="item_once_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="item_percent",
                violation_error_message="Mức độ hoàn thành từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=~Q(lifecycle=Lifecycle.CONFIRMED) | Q(completed_on__isnull=False, submitted_on__isnull=False),
                name="item_confirmed_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(lifecycle=Lifecycle.SUBMITTED) | Q(submitted_on__isnull=False),
                name="item_submitted_has_day",
            ),
        )
        indexes = (
            models.Index(fields=["due_on", "id"]),
            models.Index(fields=["agency", "due_on"]),
            models.Index(fields=["owner", "due_on"]),
            models.Index(fields=["monitor", "lifecycle"]),
            models.Index(fields=["plan", "due_on"]),
            models.Index(fields=["task", "due_on"]),
            models.Index(fields=["last_update_on", "id"]),
            models.Index(fields=["last_event_on"]),
            models.Index(fields=["due_on"], condition=Q(lifecycle__in=OPEN), name="item_open_due"),
        )

    def __str__(self) -> str:
        return f"{self.title} – {self.agency.label}"

    @property
    def title(self) -> str:
        """What the row is called: the line's own words where there are some, else the task's."""
        return self.assignment.heading or self.task.heading

    @property
    def occurrence(self) -> str:
        """Which occurrence: "kỳ quý II/2022", or the kind."""
        return f"kỳ {self.period.label}" if self.period else self.get_kind_display()

    @property
    def is_check_in(self) -> bool:
        """Whether the item is answered per period and may be answered by "không phát sinh"."""
        return self.kind == ItemKind.CHECK_IN

    @property
    def moved_words(self) -> str:
        """Why the day that counts is not the one that was named: "15/7 là ngày nghỉ, chuyển sang 18/7"; empty where it is."""
        if self.named_due_on is None or self.due_on is None or self.named_due_on == self.due_on:
            return ""
        named, due = self.named_due_on, self.due_on
        return f"{named.day}/{named.month} là ngày nghỉ, chuyển sang {due.day}/{due.month}"

    @property
    def quiet_until(self) -> date | None:
        """The last day on which nobody is reminded of being late: days granted to resubmit, or the grace of a period."""
        days = [self.resubmit_by, self.period.grace_until if self.period else None]
        return max((day for day in days if day is not None), default=None)


class StatusUpdate(models.Model):
    """What an agency said, append-only: results, difficulties, proposals, percent; may answer several items."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="updates", verbose_name="phân công")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="updates", verbose_name="người gửi")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    sent_at = models.DateTimeField("gửi lúc")
    on = models.DateField("ngày tính")
    submits = models.BooleanField("báo hoàn thành", default=False)
    is_nil = models.BooleanField("không phát sinh", default=False)
    results = models.TextField("kết quả", max_length=10_000, blank=True)
    difficulties = models.TextField("khó khăn", max_length=10_000, blank=True)
    proposals = models.TextField("đề xuất", max_length=10_000, blank=True)
    percent = models.PositiveSmallIntegerField("mức độ hoàn thành, %", null=True, blank=True)
    on_behalf = models.BooleanField("nhập thay", default=False)
    paper_number = models.CharField("số văn bản giấy", max_length=80, blank=True)
    product = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="produced_by", verbose_name="văn bản sản phẩm"
    )
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "báo cáo tiến độ"
        verbose_name_plural = "báo cáo tiến độ"
        ordering = ("-sent_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="update_percent",
                violation_error_message="Mức độ hoàn thành từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=Q(is_nil=True) | ~Q(results="") | ~Q(difficulties="") | ~Q(proposals="") | Q(percent__isnull=False),
                name="update_says_something",
                violation_error_message="Báo cáo phải có nội dung hoặc ghi không phát sinh.",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["assignment", "-sent_at"]),)

    def __str__(self) -> str:
        return f"{self.assignment} {self.on:%d/%m/%Y}"


def _evidence_path(evidence: Evidence, name: str) -> str:
    """Private path of an evidence file; the shown name is kept in the row, never in the path."""
    return f"minh-chung/{evidence.update_id}/{evidence.sha256[:32]}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Words for reading evidence files."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Files of the updates that belong to items, or to lines, the officer may see."""
        items = WorkItem.objects.visible_to(user).values("assignment_id")
        partners = Assignment.objects.helping_beside(scope_of(user).own).values("id")
        own = Q(update__assignment__agency_id__in=scope_of(user).below)
        whole = Q(update__assignment__task__plan__in=Plan.objects.overseen_by(user))
        return self.filter(own | whole | Q(update__assignment_id__in=items) | Q(update__assignment_id__in=partners))


class Evidence(models.Model):
    """A file sent with an update as proof."""

    update = models.ForeignKey(StatusUpdate, models.CASCADE, related_name="evidence", verbose_name="báo cáo tiến độ")
    file = models.FileField("tệp", upload_to=_evidence_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng, byte")
    sha256 = models.CharField(max_length=64)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """The monitor's answer to a submission, with the reason when returned."""

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="reviews", verbose_name="đầu việc")
    update = models.ForeignKey(StatusUpdate, models.PROTECT, related_name="reviews", verbose_name="báo cáo tiến độ")
    decision = models.CharField("quyết định", max_length=10, choices=Decision)
    reason = models.TextField("lý do", max_length=2000, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="reviews", verbose_name="người xác nhận")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    resubmit_by = models.DateField("gửi lại chậm nhất", null=True, blank=True)

    class Meta:
        verbose_name = "xác nhận, trả lại"
        verbose_name_plural = "xác nhận, trả lại"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["work_item", "update"],
                name="review_once",
                violation_error_message="Báo cáo này đã có người trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.RETURNED) | ~Q(reason=""),
                name="return_has_reason",
                violation_error_message="Trả lại thì phải ghi lý do.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.on:%d/%m/%Y}"


class Extension(models.Model):
    """A request for more time and its answer; old and new date both stay (decision 12)."""

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="extensions", verbose_name="đầu việc")
    old_due_on = models.DateField("hạn cũ")
    new_due_on = models.DateField("hạn mới")
    reason = models.TextField("lý do", max_length=2000)
    requested_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người xin")
    requested_on = models.DateField("ngày xin")
    state = models.CharField("kết quả", max_length=10, choices=ExtensionState, default=ExtensionState.PENDING)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người quyết định"
    )
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision_number = models.CharField("số văn bản quyết định", max_length=80, blank=True)
    decision_reason = models.TextField("ý kiến", max_length=2000, blank=True)

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ("-requested_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(new_due_on__gt=F("old_due_on")), name="extension_later",
                violation_error_message="Hạn mới phải sau hạn cũ.",
            ),
            models.UniqueConstraint(
                fields=["work_item"], condition=Q(state=ExtensionState.PENDING), name="extension_one_pending",
                violation_error_message="Đầu việc này đang có một đề nghị gia hạn chờ quyết định.",
            ),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.PENDING) | Q(decided_on__isnull=False), name="extension_decided_has_day"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.old_due_on:%d/%m/%Y} → {self.new_due_on:%d/%m/%Y}"


class WorkItemEvent(models.Model):
    """What happened to an item, append-only; carries the state after it, so any past day can be read (decision 5)."""

    work_item = models.ForeignKey(WorkItem, models.CASCADE, related_name="events", verbose_name="đầu việc")
    kind = models.CharField("việc", max_length=10, choices=EventKind)
    on = models.DateField("ngày tính")
    at = models.DateTimeField("lúc")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thực hiện"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    update = models.ForeignKey(
        StatusUpdate, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="báo cáo tiến độ"
    )
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xác nhận")
    extension = models.ForeignKey(
        Extension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gia hạn"
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)
    lifecycle = models.CharField("tiến trình sau đó", max_length=12, choices=Lifecycle)
    submitted_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "diễn biến"
        verbose_name_plural = "diễn biến"
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=["work_item", "-on", "-id"]),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"
