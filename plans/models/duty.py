"""Cycles: who reports how often, and the periods that follow from it (decision 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.history.tracking import tracked
from agencies.lookups import among
from agencies.models import Agency, Officer, scope_of
from plans.choices import PlanState, Preset
from plans.cycles import Recurrence
from plans.models.plan import Assignment, Plan, PlanPause

if TYPE_CHECKING:
    from datetime import date


class ReportingDutyQuerySet(models.QuerySet["ReportingDuty"]):
    """Words for reading duties."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Duties of plans one oversees, and of published ones those one owes or whose reports come to one (decision 14)."""
        below = scope_of(user).below
        owed = Q(assignment__agency_id__in=below, assignment__until__isnull=True)
        own = (owed | Q(recipient_id__in=below)) & ~Q(plan__state=PlanState.DRAFT)
        working = Assignment.objects.active().filter(agency_id__in=below).values("task__plan_id")
        whole_plan = ~Q(plan__state=PlanState.DRAFT) & Q(among("plan_id", working), assignment__isnull=True)
        return self.filter(own | whole_plan | Q(plan__in=Plan.objects.overseen_by(user)))

    def holding(self, *, on: date) -> Self:
        """Duties that have not come to their end by a day; one with an end to come still holds."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on))


@tracked(found_by=("plan", "assignment"))
class ReportingDuty(models.Model):
    """A rule of reporting: the plan's cycle (no assignment: every lead line without a due date) or a line's own duty."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties", verbose_name="kế hoạch")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="duties", verbose_name="dòng phân công"
    )
    name = models.CharField("tên", max_length=200)
    recurrence = models.CharField("kỳ", max_length=12, choices=Recurrence.duty_choices())
    wording = models.CharField("lời văn bản", max_length=300, blank=True)
    recipient = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="duties_received", verbose_name="nơi nhận báo cáo"
    )
    is_report = models.BooleanField("là báo cáo gửi cấp trên", default=False)
    preset = models.CharField("cách tính hạn", max_length=10, choices=Preset, default=Preset.PARTY)
    days_after = models.PositiveSmallIntegerField("số ngày sau kỳ", default=10)
    days = models.TextField("các ngày ấn định", blank=True)
    cut_off_days = models.PositiveSmallIntegerField("chốt số liệu trước ngày cuối kỳ, ngày", default=0)
    grace_days = models.PositiveSmallIntegerField("ân hạn, ngày", default=0)
    with_dated = models.BooleanField("cả đơn vị chủ trì việc có hạn", default=False)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)
    end_reason = models.CharField("lý do kết thúc", max_length=500, blank=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho"
    )

    objects = ReportingDutyQuerySet.as_manager()

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ("plan", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "assignment", "with_dated", "recurrence"],
                condition=Q(until__isnull=True),
                name="duty_once",
                nulls_distinct=False,
                violation_error_message="Chế độ báo cáo này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="duty_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(recurrence=Recurrence.DATES.value) | ~Q(days=""),
                name="duty_dates_named",
                violation_error_message="Ghi các ngày phải báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(assignment__isnull=True) | Q(with_dated=False),
                name="duty_of_line_or_of_all",
                violation_error_message="Chế độ của một đơn vị không áp dụng cho mọi đơn vị.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_cycle(self) -> bool:
        """Whether the duty is the plan's own cycle: check-ins of every lead line without a date."""
        return self.assignment_id is None and not self.with_dated

    @property
    def reporter(self) -> str:
        """Who reports, in words."""
        if self.assignment is not None:
            return self.assignment.label
        return "Mọi đơn vị chủ trì" if self.with_dated else "Các đơn vị chủ trì việc không có hạn"

    @property
    def timing(self) -> str:
        """When a report is due and what is forgiven, in words."""
        if self.recurrence == Recurrence.DATES:
            said = ["; ".join(self.days.splitlines())]
        elif self.preset == Preset.STATE:
            said = ["hạn theo Nghị định 09/2019/NĐ-CP"]
        else:
            said = [f"hạn {self.days_after} ngày sau kỳ"]
        said += [f"chốt số liệu trước {self.cut_off_days} ngày"] if self.cut_off_days else []
        said += [f"ân hạn {self.grace_days} ngày"] if self.grace_days else []
        return ", ".join(said)


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    """Words for reading periods."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Periods of the duties one may see."""
        return self.filter(duty__in=ReportingDuty.objects.visible_to(user))

    def outside_pauses(self) -> Self:
        """Periods that do not lie wholly within a pause of their plan; the others are never opened (decision 12)."""
        within = PlanPause.objects.filter(
            plan=OuterRef("duty__plan"), since__lte=OuterRef("starts_on"), until__gt=OuterRef("ends_on")
        )
        return self.filter(~Exists(within))

    def one_each(self) -> Self:
        """Of periods that everybody calls one (`alongside`) and that close and fall due together, the first."""
        keys = ("duty__plan_id", "duty__is_report", "starts_on", "ends_on", "due_on", "cut_off_on")
        first = self.order_by(*keys, "pk").distinct(*keys).values("pk")
        return self.model._default_manager.filter(pk__in=first)  # type: ignore[return-value]

    def alongside(self, pk: Any) -> Self:
        """The period and those of the same plan, days and kind that follow another duty: one period in everybody's words."""
        one = ReportingPeriod.objects.filter(pk=pk)
        return self.filter(
            duty__plan__in=one.values("duty__plan"),
            duty__is_report__in=one.values("duty__is_report"),
            starts_on__in=one.values("starts_on"),
            ends_on__in=one.values("ends_on"),
        )


class ReportingPeriod(models.Model):
    """One generated occurrence of a duty; holds dates only, each owing line has one work item in it."""

    duty = models.ForeignKey(ReportingDuty, models.CASCADE, related_name="periods", verbose_name="chế độ báo cáo")
    label = models.CharField("kỳ", max_length=60)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    named_due_on = models.DateField("hạn theo chế độ")
    due_on = models.DateField("hạn đã chuyển qua ngày nghỉ")
    opened_on = models.DateField("mở ngày", null=True, blank=True)
    cut_off_on = models.DateField("ngày chốt số liệu", null=True, blank=True)
    grace_until = models.DateField("ân hạn đến ngày", null=True, blank=True)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ("duty", "starts_on")
        constraints = (
            models.UniqueConstraint(fields=["duty", "starts_on"], name="period_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(due_on__gte=F("ends_on")), name="period_dates"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def closes_on(self) -> date:
        """The day on which the figures of the period close; its last day unless the duty says otherwise."""
        return self.cut_off_on or self.ends_on
