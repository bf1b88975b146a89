"""How an office, and how an officer, wants reminding done; where the ladder of an item was stopped."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.history.tracking import tracked
from agencies.lookups import among
from agencies.models import Agency, Officer, Post, scope_of
from plans.choices import Occasion
from plans.models.plan import Plan
from plans.models.progress import WorkItem


class ReminderPolicyQuerySet(models.QuerySet["ReminderPolicy"]):
    """Words for reading policies."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """The default of one's own agencies, and what plans that one oversees set apart."""
        plans = Plan.objects.overseen_by(user).values("pk")
        return self.filter(Q(agency_id__in=scope_of(user).own) | Q(among("plan_id", plans)))


@tracked(found_by=("agency", "plan"))
class ReminderPolicy(models.Model):
    """When an office reminds: its default (`agency`), or what one of its plans sets apart (`plan`); else `plans.policy.DEFAULT`.

    `occasions` are the steps that are on. Days without a value are steps that are off: days overdue for the three steps of the
    ladder, days of waiting for reviews and for questions. `digest_at` and `feed_titles` hold for an office only.
    """

    agency = models.OneToOneField(
        Agency, models.CASCADE, null=True, blank=True, related_name="reminder_policy", verbose_name="cơ quan"
    )
    plan = models.OneToOneField(
        Plan, models.CASCADE, null=True, blank=True, related_name="reminder_policy", verbose_name="kế hoạch"
    )
    occasions = ArrayField(models.CharField(max_length=20, choices=Occasion), verbose_name="các mốc nhắc", blank=True)
    leader_days = models.PositiveSmallIntegerField(
        "quá hạn bao nhiêu ngày thì báo lãnh đạo đơn vị", null=True, blank=True
    )
    monitor_days = models.PositiveSmallIntegerField(
        "quá hạn bao nhiêu ngày thì báo cơ quan theo dõi", null=True, blank=True
    )
    committee_days = models.PositiveSmallIntegerField(
        "quá hạn bao nhiêu ngày thì báo Thường trực", null=True, blank=True
    )
    review_days = models.PositiveSmallIntegerField("chờ xác nhận bao nhiêu ngày thì nhắc", null=True, blank=True)
    question_days = models.PositiveSmallIntegerField("câu hỏi chờ bao nhiêu ngày thì nhắc", null=True, blank=True)
    digest_at = models.TimeField("giờ gửi thư nhắc", null=True, blank=True)
    feed_titles = models.BooleanField("ghi tên việc trong lịch của cán bộ", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReminderPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "chế độ nhắc việc"
        verbose_name_plural = "chế độ nhắc việc"
        constraints = (
            models.CheckConstraint(
                condition=Q(agency__isnull=False, plan__isnull=True) | Q(agency__isnull=True, plan__isnull=False),
                name="reminder_policy_of_one",
            ),
            models.CheckConstraint(
                condition=(Q(leader_days__isnull=True) | Q(leader_days__gte=1))
                & (Q(monitor_days__isnull=True) | Q(monitor_days__gte=1))
                & (Q(committee_days__isnull=True) | Q(committee_days__gte=1))
                & (Q(review_days__isnull=True) | Q(review_days__gte=1))
                & (Q(question_days__isnull=True) | Q(question_days__gte=1)),
                name="reminder_policy_days",
                violation_error_message="Số ngày ít nhất là 1.",
            ),
        )

    def __str__(self) -> str:
        return f"Chế độ nhắc việc của {self.plan or self.agency}"


class LadderStop(models.Model):
    """Days, `since` up to the day before `until`, on which the superiors of a late item are not told; open while it lasts."""

    work_item = models.ForeignKey(WorkItem, models.CASCADE, related_name="ladder_stops", verbose_name="đầu việc")
    since = models.DateField("từ ngày")
    until = models.DateField("tiếp tục ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500)
    stopped_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người dừng")
    stopped_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    stopped_at = models.DateTimeField("dừng lúc")
    resumed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cho tiếp tục"
    )

    class Meta:
        verbose_name = "lần dừng báo cấp trên"
        verbose_name_plural = "lần dừng báo cấp trên"
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["work_item"], condition=Q(until__isnull=True), name="ladder_stop_one_open",
                violation_error_message="Việc báo cấp trên của đầu việc này đang dừng rồi.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ladder_stop_has_reason", violation_error_message="Ghi lý do."),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="ladder_stop_dates",
                violation_error_message="Ngày tiếp tục không thể trước ngày dừng.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.work_item} từ {self.since:%d/%m/%Y}"


class ReminderPreference(models.Model):
    """What an officer asked for: optional occasions left out (`skipped`), the weekly summary or none, the hours for letters."""

    officer = models.OneToOneField(Officer, models.CASCADE, related_name="reminder_preference", verbose_name="cán bộ")
    skipped = ArrayField(
        models.CharField(max_length=20, choices=Occasion), default=list, blank=True, verbose_name="không nhận"
    )
    weekly = models.BooleanField("nhận tổng hợp tuần", default=True)
    not_before = models.TimeField("không gửi trước", null=True, blank=True)
    not_after = models.TimeField("không gửi sau", null=True, blank=True)

    class Meta:
        verbose_name = "lựa chọn nhận thư"
        verbose_name_plural = "lựa chọn nhận thư"
        constraints = (
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(not_after__isnull=True) | Q(not_before__lt=F("not_after")),
                name="reminder_hours",
                violation_error_message="Giờ bắt đầu phải trước giờ kết thúc.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer}"
