"""A document replaced or amended another: what its office decided about each task that was tracked under the old one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from agencies.models import Officer
from directives.models import Directive
from plans.choices import Fate
from plans.models.plan import Task


class ReplacementAnswer(models.Model):
    """The answer about one task of an old document in the face of one newer document; given once, it stays on record."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="replacement_answers", verbose_name="nhiệm vụ")
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="replacement_answers", verbose_name="văn bản mới"
    )
    fate = models.CharField("trả lời", max_length=8, choices=Fate)
    reason = models.CharField("lý do", max_length=500, blank=True)
    moved_to = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="chuyển sang mục"
    )
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người trả lời")
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trả lời về văn bản thay thế"
        verbose_name_plural = "trả lời về văn bản thay thế"
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["task", "directive"],
                name="replacement_answered_once",
                violation_error_message="Nhiệm vụ này đã có trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(fate=Fate.CANCEL) | ~Q(reason=""), name="replacement_cancel_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.task}: {self.get_fate_display()}"
