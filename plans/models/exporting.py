"""A long list on its way into a workbook."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from agencies.models import Officer


class ExportState(models.TextChoices):
    """Where a long export stands; the row is the queue of what is still to be written."""

    QUEUED = "queued", "chờ ghi"
    WRITING = "writing", "đang ghi"
    READY = "ready", "tải được"
    FAILED = "failed", "không ghi được"


def _export_path(one: ItemExport, name: str) -> str:
    """Private path of the finished workbook; it is offered under a name of its own."""
    return f"xuat-bang/{one.made_by_id}/{one.pk}-{one.made_at:%Y%m%d%H%M%S%f}"


class ItemExportQuerySet(models.QuerySet["ItemExport"]):
    """Words for reading exports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own."""
        return self.filter(made_by_id=user.pk)


class ItemExport(models.Model):
    """A list too long to be written while its officer waits: the query, and the file once a job has written it.

    `sight` is where the officer acted when it was asked for: whoever acts elsewhere since may not fetch it any more.
    """

    made_by = models.ForeignKey(Officer, models.CASCADE, related_name="item_exports", verbose_name="người xuất")
    made_at = models.DateTimeField("yêu cầu lúc")
    query = models.CharField("điều kiện", max_length=2000)
    on = models.DateField("tính đến ngày")
    sight: models.JSONField[Any, Any] = models.JSONField(default=list)
    total = models.PositiveIntegerField("số dòng")
    state = models.CharField("trạng thái", max_length=10, choices=ExportState, default=ExportState.QUEUED)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần đã làm", default=0)
    file = models.FileField("tệp", upload_to=_export_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField("dung lượng, byte", default=0)

    objects = ItemExportQuerySet.as_manager()

    class Meta:
        verbose_name = "lần xuất ra sổ tính"
        verbose_name_plural = "lần xuất ra sổ tính"
        ordering = ("-made_at", "-id")
        indexes = (
            models.Index(fields=["made_by", "-made_at"]),
            models.Index(fields=["state", "claimed_at"]),
            models.Index(fields=["made_at"]),
        )

    def __str__(self) -> str:
        return f"{self.total} dòng, {self.on:%d/%m/%Y}"
