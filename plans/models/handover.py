"""Organisation change: a numbered decision that moved an ended agency's work and posts to its successors."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Officer, Post, scope_of
from agencies.wording import format_day
from plans.choices import HandoverKind
from plans.models.duty import ReportingDuty
from plans.models.plan import Assignment, Plan
from plans.models.progress import WorkItem


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Words for reading handovers."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Handovers of agencies one administers, or at or below one's own place, a predecessor's included."""
        scope = scope_of(user)
        return self.filter(Q(agency_id__in=scope.administered) | Q(agency_id__in=scope.below))


def _decision_path(handover: Handover, name: str) -> str:
    """Private path of a decision's file; the name shown to people is kept in the row."""
    return f"ban-giao/{handover.pk}/{handover.sha256[:32]}"


class Handover(models.Model):
    """One act of handing over: the decision it rests on, the agency that ended, who recorded it and when.

    `effective_on` is the decision's day, from which posts and groups hold; work moved on `done_on`, the day it was recorded, so
    that no day that somebody has already read changes.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="handovers", verbose_name="cơ quan bàn giao")
    number = models.CharField("số quyết định", max_length=80)
    decided_on = models.DateField("ngày quyết định")
    issuer = models.CharField("cơ quan quyết định", max_length=200)
    effective_on = models.DateField("ngày hiệu lực")
    done_on = models.DateField("ghi bàn giao ngày")
    done_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người ghi")
    done_at = models.DateTimeField("ghi lúc")
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    file = models.FileField("tệp quyết định", upload_to=_decision_path, max_length=200, blank=True)
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    content_type = models.CharField("kiểu nội dung", max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "bàn giao"
        verbose_name_plural = "bàn giao"
        ordering = ("-done_at", "-id")

    def __str__(self) -> str:
        return f"{self.agency} bàn giao theo {self.decision}"

    @property
    def decision(self) -> str:
        """The decision in words: "Quyết định số 1-QĐ/TU ngày 20/6/2025 của Ban Thường vụ Tỉnh ủy"."""
        return f"Quyết định số {self.number} ngày {format_day(self.decided_on)} của {self.issuer}"


class HandoverLine(models.Model):
    """One thing that a handover moved, from where to where; `merged` when the successor had the same already."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines", verbose_name="bàn giao")
    kind = models.CharField("nội dung", max_length=12, choices=HandoverKind)
    successor = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi nhận"
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="handover_lines", verbose_name="kế hoạch"
    )
    from_line = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="handed_over_by", verbose_name="từ phân công"
    )
    to_line = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="taken_over_by", verbose_name="sang phân công"
    )
    from_item = models.ForeignKey(
        WorkItem, models.SET_NULL, null=True, blank=True, related_name="handed_over_by", verbose_name="từ đầu việc"
    )
    to_item = models.ForeignKey(
        WorkItem, models.SET_NULL, null=True, blank=True, related_name="taken_over_by", verbose_name="sang đầu việc"
    )
    duty = models.ForeignKey(
        ReportingDuty, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="chế độ báo cáo"
    )
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="chức trách")
    merged = models.BooleanField("nhập vào việc đã có", default=False)
    words = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "dòng bàn giao"
        verbose_name_plural = "dòng bàn giao"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words or self.successor}"
