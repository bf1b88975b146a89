"""A document on its way into the product."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from agencies.models import Agency, Officer, scope_of
from directives.models import Directive
from plans.models.plan import Plan


class IntakeState(models.TextChoices):
    """Where an unfinished entry stands; the row is the queue of what is still to be read."""

    QUEUED = "queued", "chờ đọc"
    READING = "reading", "đang đọc"
    READY = "ready", "chờ xem lại"
    FAILED = "failed", "không đọc được"
    DONE = "done", "đã tạo văn bản"


def _intake_path(intake: Intake, name: str) -> str:
    """Private path of the original until the document is made; the name shown to people is kept in the row."""
    return f"nhap/{intake.made_by_id}/{intake.sha256[:32]}-{intake.made_at:%Y%m%d%H%M%S%f}"


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Words for reading unfinished entries."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own, while one still acts for the agency they were begun for: a draft of its maker."""
        return self.filter(made_by_id=user.pk, office_id__in=scope_of(user).own)

    def with_questions(self, user: Officer | AnonymousUser) -> Self:
        """Finished ones of one's own offices that left questions open: the office answers for them, not only the maker."""
        return self.filter(office_id__in=scope_of(user).own, state=IntakeState.DONE).exclude(left=[])

    def unfinished(self) -> Self:
        """Those that have not become a document."""
        return self.exclude(state=IntakeState.DONE)


class Intake(models.Model):
    """One document that an officer is entering: its words, what was read in them, what was decided; no document until published.

    Once published, words, file and proposal leave this row: it only knows what it became, so that a second click finds it.
    """

    office = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="nhập cho")
    made_by = models.ForeignKey(Officer, models.CASCADE, related_name="intakes", verbose_name="người nhập")
    made_at = models.DateTimeField("bắt đầu lúc")
    state = models.CharField("trạng thái", max_length=10, choices=IntakeState, default=IntakeState.QUEUED)
    stage = models.PositiveSmallIntegerField("bước đang làm", default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần đã đọc", default=0)
    failure = models.CharField("vì sao không đọc được", max_length=300, blank=True)
    text = models.TextField("chữ của văn bản", blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    kind = models.CharField("dạng tệp", max_length=10, blank=True)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    file = models.FileField("tệp gốc", upload_to=_intake_path, max_length=200, blank=True)
    name = models.CharField("tên tệp", max_length=200, blank=True)
    content_type = models.CharField("kiểu nội dung", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("dung lượng, byte", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    notes: models.JSONField[Any, Any] = models.JSONField("lưu ý khi lấy chữ", default=list)
    proposal: models.JSONField[Any, Any] = models.JSONField("đề xuất", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    left: models.JSONField[Any, Any] = models.JSONField("câu hỏi còn lại", default=list)
    directive = models.ForeignKey(
        Directive, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="văn bản đã tạo"
    )
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="kế hoạch đã tạo"
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đang nhập"
        verbose_name_plural = "văn bản đang nhập"
        ordering = ("-made_at", "-id")
        indexes = (
            models.Index(fields=["made_by", "state", "-made_at"]),
            models.Index(fields=["state", "claimed_at"]),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the maker knows it by: the number that was read, the file's name, or that it was pasted."""
        record = (self.proposal or {}).get("record", {})
        subject = str(record.get("subject") or "")
        return str(record.get("number") or subject[:1].upper() + subject[1:] or self.name or "Văn bản dán vào")[:120]
