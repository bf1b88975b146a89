"""What is said about a line besides the work itself: whether its agency takes it on, and who of a group is asked about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from agencies.models import GroupMembership, Officer, Post
from plans.choices import LineAnswer, MemberQuestion
from plans.models.plan import Assignment, Task


class AssignmentAnswer(models.Model):
    """One word about a line, append-only: its agency takes it on or refuses it, the owner keeps or ends what was refused.

    An agency that says nothing has taken the work on, and so has one that reports.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="answers", verbose_name="phân công")
    kind = models.CharField("trả lời", max_length=10, choices=LineAnswer)
    refusal = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="decision", verbose_name="trả lời việc không nhận"
    )
    reason = models.TextField("lý do", max_length=2000, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="cán bộ")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trả lời phân công"
        verbose_name_plural = "trả lời phân công"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=LineAnswer.ACCEPTED) | ~Q(reason=""),
                name="line_answer_has_reason",
                violation_error_message="Ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=(LineAnswer.ACCEPTED, LineAnswer.REFUSED), refusal__isnull=True)
                | Q(kind__in=(LineAnswer.KEPT, LineAnswer.ENDED), refusal__isnull=False),
                name="line_decision_names_refusal",
            ),
        )
        indexes = (models.Index(fields=["assignment", "-at", "-id"]),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"


class MemberAnswer(models.Model):
    """The office's no to a question about a group's members: who joined gets no work, or who left keeps it; not asked again."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="member_answers", verbose_name="nhiệm vụ")
    membership = models.ForeignKey(
        GroupMembership, models.CASCADE, related_name="+", verbose_name="thành viên của nhóm"
    )
    question = models.CharField("câu hỏi", max_length=10, choices=MemberQuestion)
    reason = models.CharField("lý do", max_length=500)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="cán bộ")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    on = models.DateField("ngày")

    class Meta:
        verbose_name = "trả lời về thành viên nhóm"
        verbose_name_plural = "trả lời về thành viên nhóm"
        constraints = (
            models.UniqueConstraint(
                fields=["task", "membership", "question"],
                name="member_answer_once",
                violation_error_message="Câu hỏi này đã có người trả lời.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_question_display()}: {self.membership}"
