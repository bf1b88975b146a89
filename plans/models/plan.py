"""The tracking side of a document: plan, task, assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.history.tracking import tracked
from agencies.models import Agency, AgencyGroup, Officer, scope_of
from agencies.text import search_key, search_terms
from directives.models import Directive
from plans.choices import DueSource, PlanState, Preset, Role, TaskKind
from plans.cycles import Recurrence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

RECURRENCES = Recurrence.choices()


class PlanQuerySet(models.QuerySet["Plan"]):
    """Words for reading plans."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Plans one owns, monitors or works in; drafts only within the owning agency itself (decisions 8, 14).

        Who was assigned and is no longer keeps the document and its own items, not the plan.
        """
        scope = scope_of(user)
        if scope.is_empty:
            return self.none()
        assigned = Assignment.objects.active().filter(agency_id__in=scope.below).values("task__plan_id")
        shown = Q(owner_id__in=scope.below) | Q(monitor_id__in=scope.below) | Q(id__in=assigned)
        return self.filter((shown & ~Q(state=PlanState.DRAFT)) | Q(owner_id__in=scope.own))

    def overseen_by(self, user: Officer | AnonymousUser) -> Self:
        """Plans all of whose lines the officer may see: as owner, monitor, or superior of either."""
        scope = scope_of(user)
        whole = Q(owner_id__in=scope.below) | Q(monitor_id__in=scope.below)
        return self.filter(whole & ~Q(state=PlanState.DRAFT) | Q(owner_id__in=scope.own))


@tracked()
class Plan(models.Model):
    """The tracking side of one document by one office: owner ("the office"), monitor, cycle, state (decision 8)."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="plans", verbose_name="văn bản")
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="plans_owned", verbose_name="văn phòng chủ kế hoạch")
    monitor = models.ForeignKey(Agency, models.PROTECT, related_name="plans_monitored", verbose_name="cơ quan theo dõi")
    state = models.CharField("trạng thái", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    cycle = models.CharField(
        "kỳ cập nhật", max_length=12, choices=RECURRENCES, default=Recurrence.QUARTERLY.value, blank=True
    )
    preset = models.CharField("cách tính hạn của kỳ", max_length=10, choices=Preset, default=Preset.PARTY)
    days_after = models.PositiveSmallIntegerField("số ngày sau kỳ", default=10)
    rolls_forward = models.BooleanField("hạn rơi ngày nghỉ thì chuyển sang ngày làm việc sau", default=True)
    resubmit_days = models.PositiveSmallIntegerField("số ngày làm việc để gửi lại sau khi bị trả", default=3)
    created_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )
    created_at = models.DateTimeField("lập lúc")
    published_on = models.DateField("phát hành ngày", null=True, blank=True)
    published_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người phát hành"
    )
    ended_on = models.DateField("kết thúc ngày", null=True, blank=True)
    end_reason = models.CharField("lý do kết thúc", max_length=500, blank=True)
    # Its reminders follow a changed policy from this day on: no occasion of an earlier working day is found any more.
    reminds_since = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch theo dõi"
        verbose_name_plural = "kế hoạch theo dõi"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["directive", "owner"],
                name="plan_once_per_office",
                violation_error_message="Văn phòng đã lập kế hoạch theo dõi cho văn bản này.",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(published_on__isnull=False), name="plan_published_has_day"
            ),
        )
        indexes = (models.Index(fields=["owner", "state"]), models.Index(fields=["monitor", "state"]))

    def __str__(self) -> str:
        return f"Kế hoạch theo dõi {self.directive.label}"

    @property
    def is_draft(self) -> bool:
        """Whether source words, tasks and assignments may still be edited freely."""
        return self.state == PlanState.DRAFT


@tracked(found_by=("plan",))
class PlanPause(models.Model):
    """A stretch of days, `since` up to the day before `until`, in which a plan was not tracked; open while it lasts."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="pauses", verbose_name="kế hoạch")
    since = models.DateField("từ ngày")
    until = models.DateField("tiếp tục ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    paused_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cho tạm dừng"
    )
    resumed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cho tiếp tục"
    )

    class Meta:
        verbose_name = "lần tạm dừng"
        verbose_name_plural = "lần tạm dừng"
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(until__isnull=True),
                name="pause_one_open",
                violation_error_message="Kế hoạch đang tạm dừng rồi.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="pause_dates",
                violation_error_message="Ngày tiếp tục không thể trước ngày tạm dừng.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} từ {self.since:%d/%m/%Y}"


class TaskQuerySet(models.QuerySet["Task"]):
    """Words for reading tasks."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Tasks of the plans one may see: an assignee sees all tasks and who leads them (decision 14)."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def standing_open(self) -> Self:
        """Tasks that were not cancelled."""
        return self.filter(cancelled_on__isnull=True)

    def without_agency(self) -> Self:
        """Tasks that wait in "chưa có đơn vị": no lead line names an agency (domain.md §4.5)."""
        leads = Assignment.objects.filter(task=OuterRef("pk"), role=Role.LEAD, agency__isnull=False, until__isnull=True)
        return self.standing_open().filter(~Exists(leads))

    def matching(self, query: str) -> Self:
        """Tasks whose title, path or words hold every typed word, without diacritics."""
        found = self
        for term in search_terms(query):
            found = found.filter(search_key__contains=term)
        return found


@tracked(found_by=("plan",))
class Task(models.Model):
    """One duty of a plan, tied to the words of the document that order it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name="kế hoạch")
    path = models.CharField("mục", max_length=40)
    position = models.PositiveIntegerField("thứ tự", default=0)
    section = models.CharField("phần, mục lớn", max_length=500, blank=True)
    heading = models.CharField("tên nhiệm vụ", max_length=300)
    source_text = models.TextField("lời văn bản", blank=True)
    is_verbatim = models.BooleanField("nguyên văn", default=True)
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField("loại nhiệm vụ", max_length=12, choices=TaskKind, default=TaskKind.CONTINUING)
    due_on = models.DateField("hạn", null=True, blank=True)
    due_wording = models.CharField("lời văn về thời hạn", max_length=300, blank=True)
    due_source = models.CharField("hạn do", max_length=10, choices=DueSource, blank=True)
    product = models.CharField("sản phẩm", max_length=300, blank=True)
    needs_evidence = models.BooleanField("hoàn thành phải kèm minh chứng", default=False)
    needs_document = models.BooleanField("hoàn thành phải đăng ký văn bản sản phẩm", default=False)
    cancelled_on = models.DateField("hủy ngày", null=True, blank=True)
    cancel_reason = models.CharField("lý do hủy", max_length=500, blank=True)
    moved_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="moved_to",
        verbose_name="tiếp nối mục của văn bản cũ",
    )
    search_key = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ("plan", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "path"], name="task_path_once", violation_error_message="Kế hoạch đã có mục này."
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(due_source=""),
                name="task_due_has_source",
                violation_error_message="Ghi rõ hạn do văn bản hay văn phòng ấn định.",
            ),
        )
        indexes = (
            models.Index(fields=["plan", "position"]),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="task_search_trgm"),
        )

    def __str__(self) -> str:
        return f"{self.path}. {self.heading}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.path} {self.heading} {self.product}")
        super().save(*args, **kwargs)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Words for reading assignments."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Assignments of the tasks one may see: who leads and who helps is no secret within a plan (decision 14)."""
        return self.filter(task__in=Task.objects.visible_to(user))

    def active(self) -> Self:
        """Lines that still hold."""
        return self.filter(until__isnull=True)

    def leading(self) -> Self:
        """Lead lines that name an agency: the ones that owe work items."""
        return self.filter(role=Role.LEAD, agency__isnull=False)

    def helping_beside(self, agency_ids: Iterable[int]) -> Self:
        """Coordinating lines that hold now and support a line which one of the agencies leads or supports itself (record 0008)."""
        theirs = Assignment.objects.active().filter(task=OuterRef("task"), agency_id__in=agency_ids)
        beside = Q(role=Role.COORDINATING) & (Q(supports__isnull=True) | Q(supports=OuterRef("supports")))
        any_of_it = Exists(theirs.filter(role__in=(Role.LEAD, Role.COORDINATING)))
        same_lead = Exists(theirs.filter(Q(pk=OuterRef("supports")) | beside))
        return self.active().filter(Q(supports__isnull=True) & any_of_it | same_lead, role=Role.COORDINATING)


@tracked(found_by=("task",))
class Assignment(models.Model):
    """Task × agency × role; an open set ("các cơ quan có liên quan") is kept as text until filled (decision 7)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name="nhiệm vụ")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="cơ quan, đơn vị"
    )
    agency_text = models.CharField("như ghi trong văn bản", max_length=300, blank=True)
    role = models.CharField("vai trò", max_length=12, choices=Role)
    supports = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supporters", verbose_name="phối hợp với"
    )
    group = models.ForeignKey(
        AgencyGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tách từ nhóm"
    )
    officer_in_charge = models.ForeignKey(
        Officer, models.SET_NULL, null=True, blank=True, related_name="in_charge_of", verbose_name="cán bộ đầu mối"
    )
    heading = models.CharField("việc riêng của đơn vị", max_length=300, blank=True)
    due_on = models.DateField("hạn riêng", null=True, blank=True)
    verbs = models.CharField("việc theo dõi", max_length=200, blank=True)
    since = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến ngày", null=True, blank=True)
    end_reason = models.CharField("lý do kết thúc", max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ("task", "role", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["task", "agency", "role"],
                condition=Q(agency__isnull=False),
                name="assignment_once",
                violation_error_message="Đơn vị đã được giao vai trò này trong nhiệm vụ.",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(agency_text=""),
                name="assignment_named",
                violation_error_message="Chọn đơn vị hoặc ghi tên như trong văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(supports__isnull=True) | Q(role=Role.COORDINATING), name="only_coordinators_support"
            ),
        )
        indexes = (models.Index(fields=["agency", "role"]),)

    def __str__(self) -> str:
        return f"{self.label} {self.get_role_display()}"

    @property
    def label(self) -> str:
        """The agency's name, or the printed words of an open set."""
        return self.agency.name if self.agency else self.agency_text

    def due_day(self) -> date | None:
        """The day named for this line: its own, else the task's; before rolling over days off."""
        return self.due_on or self.task.due_on
