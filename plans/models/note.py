"""What leaders say about work and agencies ask about it: a note, whom it reaches, and what is answered."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.lookups import among
from agencies.models import Agency, Officer, Post, scope_of
from plans.choices import NoteKind
from plans.models.plan import Plan, Task


class NoteQuerySet(models.QuerySet["Note"]):
    """Words for reading notes; a thread is one note with its receivers and replies."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Notes from or to an agency at or below one's own place, and those about plans one oversees.

        Partners in a task do not see what a leader says to another agency.
        """
        scope = scope_of(user)
        if scope.is_empty:
            return self.none()
        below = list(scope.below)
        told = NoteReceiver.objects.filter(agency_id__in=below).values("note_id")
        overseen = Plan.objects.overseen_by(user).values("pk")
        return self.filter(Q(from_agency_id__in=below) | Q(among("id", told)) | Q(among("plan_id", overseen)))

    def open(self) -> Self:
        """Threads in which somebody still has to answer."""
        waiting = NoteReceiver.objects.filter(note=OuterRef("pk"), answers=True, answered_on__isnull=True)
        return self.filter(Exists(waiting), closed_on__isnull=True)

    def to_answer(self, officer: Officer) -> Self:
        """Open threads that an agency of the officer has to answer."""
        mine = NoteReceiver.objects.filter(
            agency_id__in=officer.scope.own, answers=True, answered_on__isnull=True
        ).values("note_id")
        return self.filter(among("id", mine), closed_on__isnull=True)

    def begun_by(self, officer: Officer) -> Self:
        """Threads that an agency of the officer began."""
        return self.filter(from_agency_id__in=officer.scope.own)

    def with_names(self) -> Self:
        """Fetch what a row of a list prints, receivers included; two queries for any number of rows."""
        rows = self.select_related("plan__directive", "task", "from_agency", "officer", "post__agency")
        return rows.prefetch_related(
            models.Prefetch("receivers", NoteReceiver.objects.select_related("agency").order_by("-answers", "id"))
        )


class Note(models.Model):
    """The beginning of a thread: a leader's word on a task, a plan or an agency, or what an agency asks about its task."""

    kind = models.CharField("loại", max_length=10, choices=NoteKind)
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="notes", verbose_name="kế hoạch")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="notes", verbose_name="nhiệm vụ")
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="notes_sent", verbose_name="cơ quan gửi")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người viết")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    text = models.TextField("nội dung", max_length=4000)
    due_on = models.DateField("trả lời trước ngày", null=True, blank=True)
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    closed_on = models.DateField("khép lại ngày", null=True, blank=True)
    closed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người khép lại"
    )
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(task__isnull=True) | Q(plan__isnull=False), name="note_task_has_plan"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        )
        indexes = (
            models.Index(fields=["plan", "-at"]),
            models.Index(fields=["task", "-at"]),
            models.Index(fields=["from_agency", "-at"]),
            models.Index(fields=["-at", "-id"]),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"

    @property
    def waits_for(self) -> list[Agency]:
        """Who still has to answer; none once the thread is closed (receivers fetched with their agencies)."""
        if self.closed_on:
            return []
        return [one.agency for one in self.receivers.all() if one.answers and one.answered_on is None]

    @property
    def answered(self) -> str:
        """How many of those who have to answer did: "1/2"."""
        asked = [one for one in self.receivers.all() if one.answers]
        return f"{sum(one.answered_on is not None for one in asked)}/{len(asked)}"


class NoteReceiver(models.Model):
    """An agency that a note reaches; one that `answers` keeps the thread open until it has."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="receivers", verbose_name="ý kiến")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="notes_received", verbose_name="nơi nhận")
    answers = models.BooleanField("phải trả lời", default=True)
    answered_on = models.DateField("trả lời ngày", null=True, blank=True)

    class Meta:
        verbose_name = "nơi nhận ý kiến"
        verbose_name_plural = "nơi nhận ý kiến"
        constraints = (models.UniqueConstraint(fields=["note", "agency"], name="note_receiver_once"),)
        indexes = (models.Index(fields=["agency", "answers", "answered_on"]),)

    def __str__(self) -> str:
        return f"{self.agency} – {self.note}"


class NoteReply(models.Model):
    """One answer in a thread, append-only; `asks_again` when its beginner was not content and waits for another one."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="replies", verbose_name="ý kiến")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan trả lời")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người trả lời")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    text = models.TextField("nội dung", max_length=4000)
    asks_again = models.BooleanField("yêu cầu trả lời tiếp", default=False)
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trả lời ý kiến"
        verbose_name_plural = "trả lời ý kiến"
        ordering = ("at", "id")
        indexes = (models.Index(fields=["note", "at"]),)

    def __str__(self) -> str:
        return f"{self.agency} {self.on:%d/%m/%Y}"
