"""The ledger of reminders: a row is the queue and the proof; a digest is one officer's letter of one day (decisions 21, 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.choices import ACTING, Duty
from agencies.lookups import among
from agencies.models import Agency, Officer, Post, accounts_within, active_on, scope_of
from plans.choices import Channel, DigestState, Occasion, Reached, ReminderState
from plans.models.handover import Handover
from plans.models.note import Note
from plans.models.plan import Assignment, Plan
from plans.models.progress import WorkItem

if TYPE_CHECKING:
    from datetime import date


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Words for reading reminders."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Reminders about items one may see; without an item, those of plans one oversees and those to one's own agencies."""
        told = Q(agency_id__in=scope_of(user).below) | Q(among("plan_id", Plan.objects.overseen_by(user).values("pk")))
        return self.filter(
            Q(among("work_item_id", WorkItem.objects.visible_to(user).values("pk"))) | Q(told, work_item__isnull=True)
        )

    def still_without_officers(self, *, on: date) -> Self:
        """Reminders to agencies that have by a day nobody to whom such a one would go: no leader, or nobody who acts at all."""
        there = Post.objects.filter(active_on(on), agency_id=OuterRef("agency_id"), officer__is_active=True)
        to_leaders = Q(duty=Duty.LEADER)
        return self.filter(
            Q(to_leaders, ~Exists(there.filter(duty=Duty.LEADER)))
            | Q(~to_leaders, ~Exists(there.filter(duty__in=ACTING)))
        )


class Reminder(models.Model):
    """One occasion to remind one duty of one agency about one item or question; unique, so it happens once whatever breaks.

    `named_on` is the calendar day that the rule names, `for_day` the working day it was moved to: the key holds the first, so
    that a later change of the calendar does not remind again. One with a `handover` tells a successor once of all that came to it;
    its item is one of those. Without an item the row is about its `plan`: a refused `line` of it, an agency's question (`note`),
    or, with neither, the work newly given to the agency and the questions that only the office can answer.
    """

    # The table's largest; both of its keys begin with the item already.
    work_item = models.ForeignKey(
        WorkItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="đầu việc",
        db_index=False,
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="reminders", verbose_name="kế hoạch", db_index=False
    )
    line = models.ForeignKey(
        Assignment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="phân công",
        db_index=False,
    )
    note_asked = models.ForeignKey(
        Note, models.CASCADE, null=True, blank=True, related_name="reminders", verbose_name="ý kiến", db_index=False
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reminders", verbose_name="đơn vị nhận")
    duty = models.CharField("chức trách nhận", max_length=15, choices=Duty, default=Duty.CLERK)
    occasion = models.CharField("dịp nhắc", max_length=20, choices=Occasion)
    handover = models.ForeignKey(
        Handover,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="báo tin bàn giao",
        db_index=False,
    )
    named_on = models.DateField("mốc")
    for_day = models.DateField("cho ngày")
    state = models.CharField("trạng thái", max_length=10, choices=ReminderState, default=ReminderState.OPEN)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    reached = models.CharField("ai nhận thay", max_length=10, choices=Reached, blank=True, default=Reached.DUTY)
    opened_at = models.DateTimeField("mở lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "nhắc việc"
        verbose_name_plural = "nhắc việc"
        ordering = ("-for_day", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["work_item", "agency", "duty", "occasion", "named_on"], name="reminder_once"
            ),
            # Of rows with a handover only: a planner without figures would take an index over all for "without handover".
            models.UniqueConstraint(
                fields=["handover", "agency", "duty"],
                condition=Q(handover__isnull=False),
                name="reminder_handover_told_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "line", "note_asked", "agency", "duty", "occasion", "named_on"],
                condition=Q(work_item__isnull=True),
                nulls_distinct=False,
                name="reminder_question_once",
            ),
            models.CheckConstraint(
                condition=Q(work_item__isnull=False, plan__isnull=True, line__isnull=True, note_asked__isnull=True)
                | Q(work_item__isnull=True, plan__isnull=False),
                name="reminder_is_about_one_thing",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "duty"], condition=Q(state=ReminderState.OPEN), name="reminder_open"),
            models.Index(fields=["work_item", "-for_day"]),
            models.Index(fields=["-for_day", "-id"]),
            models.Index(fields=["agency", "-for_day"]),
            models.Index(fields=["plan"], condition=Q(plan__isnull=False), name="reminder_plan"),
            models.Index(fields=["line"], condition=Q(line__isnull=False), name="reminder_line"),
            models.Index(fields=["note_asked"], condition=Q(note_asked__isnull=False), name="reminder_note"),
        )

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.for_day:%d/%m/%Y}"


class DigestQuerySet(models.QuerySet["Digest"]):
    """Words for reading letters."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own, and those of the accounts that one administers; what a letter says is shown to nobody else."""
        if not isinstance(user, Officer) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        kept = accounts_within(scope_of(user).administered).values("pk")
        return self.filter(Q(officer_id=user.pk) | Q(among("officer_id", kept)))


class Digest(models.Model):
    """One officer's letter of one working day; the attempt is committed before the letter leaves (decision 22).

    `weekly` letters carry the leaders' summary of the week, with or without anything else.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="digests", verbose_name="người nhận")
    day = models.DateField("ngày")
    channel = models.CharField("cách gửi", max_length=10, choices=Channel, default=Channel.EMAIL)
    weekly = models.BooleanField("có tổng hợp tuần", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=DigestState, default=DigestState.READY)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    unknown_ends = models.PositiveSmallIntegerField("số lần không rõ kết quả", default=0)
    lease_until = models.DateTimeField("giữ chỗ đến", null=True, blank=True)
    next_try_at = models.DateTimeField("thử lại từ", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    error = models.CharField("lỗi gần nhất", max_length=300, blank=True)
    subject = models.CharField("tiêu đề", max_length=250, blank=True)
    reminders: models.ManyToManyField[Reminder, Delivery] = models.ManyToManyField(
        Reminder, through="Delivery", related_name="digests", verbose_name="nhắc việc"
    )

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        ordering = ("-day", "-id")
        constraints = (models.UniqueConstraint(fields=["officer", "day"], name="digest_once_a_day"),)
        indexes = (
            models.Index(fields=["-day"], name="digest_by_day"),
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=(DigestState.READY, DigestState.SENDING, DigestState.FAILED)),
                name="digest_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer} {self.day:%d/%m/%Y}"


class Delivery(models.Model):
    """A reminder's place in an officer's letter; `dropped` says why it did not go out with it, or which letter took it over."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="deliveries", verbose_name="thư nhắc")
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="deliveries", verbose_name="nhắc việc")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+", verbose_name="người nhận")
    dropped = models.CharField("không gửi vì", max_length=200, blank=True)

    class Meta:
        verbose_name = "nhắc việc trong thư"
        verbose_name_plural = "nhắc việc trong thư"
        constraints = (
            models.UniqueConstraint(
                fields=["reminder", "officer"], condition=Q(dropped=""), name="reminder_once_per_officer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reminder} → {self.officer}"


class Heartbeat(models.Model):
    """When a scheduled job last ran to its end: how the health page knows that the scheduler and a worker are alive."""

    job = models.CharField("công việc nền", max_length=60, unique=True)
    at = models.DateTimeField("lần cuối")
    note = models.CharField("kết quả", max_length=200, blank=True)

    class Meta:
        verbose_name = "nhịp chạy nền"
        verbose_name_plural = "nhịp chạy nền"

    def __str__(self) -> str:
        return self.job
