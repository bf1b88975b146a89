"""What pages show of threads: those about a task or plan, where one may begin one, and what waits for me."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from agencies.models import Officer
from plans.models import Note, Plan, Task
from plans.rules_notes import is_spoken_about, may_ask, may_direct
from plans.services.notes import charged_with, over_plan

SHOWN: Final = 20
ON_DESK: Final = 5


def notes_on(officer: Officer, plan: Plan, task: Task | None = None) -> dict[str, Any]:
    """`notes` about a task or a whole plan as far as the officer may read them; `direct_url`, `ask_url` where one may be begun.

    Only leaders are asked whom they stand over, only others whether their agency is charged with the task.
    """
    rows = Note.objects.visible_to(officer).filter(plan=plan)
    rows = rows.filter(task=task) if task is not None else rows
    told: dict[str, Any] = {"notes": list(rows.with_names()[:SHOWN]), "direct_url": "", "ask_url": ""}
    if not is_spoken_about(plan):
        return told
    if officer.scope.led and may_direct(officer, over=over_plan(plan)):
        name, keys = ("plans:note-task", [plan.pk, task.pk]) if task is not None else ("plans:note-plan", [plan.pk])
        told["direct_url"] = reverse(name, args=keys)
    elif task is not None and task.cancelled_on is None and may_ask(officer, charged=charged_with(task)):
        told["ask_url"] = reverse("plans:note-ask", args=[plan.pk, task.pk])
    return told


def waiting_notes(officer: Officer) -> list[Note]:
    """The first threads that an agency of the officer has to answer, those with the nearest day first."""
    return list(Note.objects.to_answer(officer).with_names().order_by("due_on", "at", "id")[:ON_DESK])


def unanswered_notes(officer: Officer) -> list[Note]:
    """The first threads that an agency of the officer began and that still wait for an answer, oldest first."""
    return list(Note.objects.begun_by(officer).open().with_names().order_by("at", "id")[:ON_DESK])
