"""What officers make of the long list: saved views, and acts on many rows at once."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Officer, Post, scope_of
from plans.choices import BulkKind, BulkState


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Words for reading saved views."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own, and those that somebody shared with an office one stands for."""
        if not isinstance(user, Officer):
            return self.none()
        return self.filter(Q(officer=user, agency__isnull=True) | Q(agency_id__in=scope_of(user).own))


class SavedView(models.Model):
    """Conditions, part and order of the list under a name; an officer's own, or an office's where `agency` is set.

    It holds words of an address only: who opens it sees what the own scope shows.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="saved_views", verbose_name="người lưu")
    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="dùng chung trong"
    )
    name = models.CharField("tên", max_length=60)
    query = models.CharField("điều kiện", max_length=1000)
    made_at = models.DateTimeField("lưu lúc")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "chế độ xem đã lưu"
        verbose_name_plural = "chế độ xem đã lưu"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["officer", "name"], condition=Q(agency__isnull=True), name="view_once",
                violation_error_message="Đồng chí đã có chế độ xem tên này.",
            ),
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(agency__isnull=False), name="shared_view_once",
                violation_error_message="Cơ quan đã có chế độ xem tên này.",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["officer", "name"]), models.Index(fields=["agency", "name"]))

    def __str__(self) -> str:
        return self.name


class BulkActQuerySet(models.QuerySet["BulkAct"]):
    """Words for reading bulk acts."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Those of the offices one stands for: colleagues see what was done in the office's name."""
        return self.filter(agency_id__in=scope_of(user).own)


class BulkAct(models.Model):
    """One act on many rows: what was asked, by whom, of which rows, how far it came and what was refused.

    `rows` are pairs of a work item (or a task, when agencies are assigned) and its version at the preview; `place` is how many of
    them are dealt with, written in the same transaction as the change, so that whoever goes on after a fault repeats nothing.
    """

    kind = models.CharField("việc", max_length=10, choices=BulkKind)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan thực hiện")
    at = models.DateTimeField("lúc")
    conditions = models.CharField("điều kiện lọc", max_length=1000, blank=True)
    reason = models.CharField("lý do", max_length=500)
    said: models.JSONField[Any, Any] = models.JSONField("nội dung", default=dict)
    rows: models.JSONField[Any, Any] = models.JSONField("các dòng", default=list)
    place = models.PositiveIntegerField("số dòng đã xử lý", default=0)
    done = models.PositiveIntegerField("số dòng đã đổi", default=0)
    refused: models.JSONField[Any, Any] = models.JSONField("các dòng không đổi", default=list)
    state = models.CharField("trạng thái", max_length=10, choices=BulkState, default=BulkState.WAITING)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    once_key = models.UUIDField(unique=True, editable=False)

    objects = BulkActQuerySet.as_manager()

    class Meta:
        verbose_name = "việc hàng loạt"
        verbose_name_plural = "việc hàng loạt"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "-at"]), models.Index(fields=["state", "claimed_at"]))

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {len(self.rows)} dòng"
