"""The load is a test of the model too: every constraint holds, every history agrees with its item, equal seeds give equal rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, OuterRef, Q, Subquery
from django.test import TestCase

from agencies.models import Agency, Officer
from directives.models import Addressee, Directive, DirectiveLink
from plans.choices import EventKind, Lifecycle, PlanState, Role, Standing
from plans.models import (
    Assignment,
    Extension,
    Plan,
    ReportingDuty,
    Review,
    StatusUpdate,
    Task,
    WorkItem,
    WorkItemEvent,
)
from plans.services.items import open_periods, owing_lines
from tests.cast import World, moment

DAY = date(2026, 11, 20)
ITEMS = 1500


def load(**options: Any) -> str:
    """Run the command; what it said."""
    said = StringIO()
    call_command("generate_load", **{"tasks": ITEMS, "day": DAY, "seed": 7, **options}, stdout=said)
    return said.getvalue()


def _items() -> Any:
    """All items, as Any: the stubs do not know annotated columns."""
    return WorkItem.objects.all()


class TestLoaded(TestCase):
    """One load, looked at from all sides."""

    said: str

    @classmethod
    def setUpTestData(cls) -> None:
        cls.said = load()

    def test_writes_exactly_the_wanted_items_and_says_so(self) -> None:
        assert WorkItem.objects.count() == ITEMS
        assert f"plans_workitem: {ITEMS}" in self.said
        assert "giây" in self.said

    def test_last_event_of_every_item_agrees_with_its_columns(self) -> None:
        last = WorkItemEvent.objects.filter(work_item=OuterRef("pk")).order_by("-on", "-id")
        items = WorkItem.objects.annotate(
            **{
                f"last_{name}": Subquery(last.values(name)[:1])
                for name in ("lifecycle", "submitted_on", "due_on", "on")
            }
        )
        same = Q(last_lifecycle=F("lifecycle"), last_on=F("last_event_on"), last_due_on=F("due_on"))
        sent = Q(last_submitted_on=F("submitted_on")) | Q(last_submitted_on=None, submitted_on=None)
        assert not items.exclude(same & sent).exists()
        first = WorkItemEvent.objects.filter(work_item=OuterRef("pk")).order_by("id").values("kind")[:1]
        assert not WorkItem.objects.annotate(first=Subquery(first)).exclude(first=EventKind.OPENED).exists()
        assert not WorkItemEvent.objects.filter(on__lt=F("work_item__opened_on")).exists()
        assert not WorkItemEvent.objects.filter(on__gt=DAY).exists()

    def test_past_days_read_from_events_agree_with_columns_today(self) -> None:
        live = dict(_items().with_standing(on=DAY).values_list("pk", "standing"))
        assert dict(_items().as_of(on=DAY).values_list("pk", "standing")) == live

    def test_every_class_occurs_in_believable_shares(self) -> None:
        shares = Counter(_items().with_standing(on=DAY).values_list("standing", flat=True))
        assert set(shares) == set(Standing)
        assert shares[Standing.DONE_ON_TIME] > ITEMS * 0.4
        assert ITEMS * 0.02 < shares[Standing.OVERDUE] < ITEMS * 0.25
        assert shares[Standing.OUTSIDE] < ITEMS * 0.05
        assert Extension.objects.exists()
        assert Review.objects.filter(decision="returned").exists()
        assert WorkItem.objects.filter(due_on__gt=DAY).exists()
        assert (DAY - WorkItem.objects.order_by("opened_on").values_list("opened_on", flat=True)[0]).days > 500

    def test_items_repeat_what_their_line_and_plan_say(self) -> None:
        agree = Q(
            task=F("assignment__task"), agency=F("assignment__agency"), plan=F("task__plan"), owner=F("plan__owner")
        )
        assert not WorkItem.objects.exclude(agree, assignment__role=Role.LEAD).exists()
        assert not WorkItem.objects.filter(plan__state=PlanState.DRAFT).exists()
        assert not WorkItem.objects.filter(period__isnull=False).exclude(due_on=F("period__due_on")).exists()
        wrong = WorkItem.objects.filter(lifecycle=Lifecycle.CONFIRMED).exclude(reviews__decision="confirmed")
        assert not wrong.exists()
        assert not StatusUpdate.objects.exclude(post__agency=F("assignment__agency")).exists()
        assert (
            not Review.objects.filter(post__agency=F("work_item__agency"))
            .exclude(work_item__agency=F("work_item__monitor"))
            .exists()
        )

    def test_search_and_sort_keys_are_those_that_saving_writes(self) -> None:
        for model in (Agency, Directive, Task):
            for row in model.objects.order_by("?")[:20]:
                before = {name: getattr(row, name) for name in ("search_key", "sort_key") if hasattr(row, name)}
                row.save()
                assert before == {name: getattr(row, name) for name in before}

    def test_documents_stand_in_chains_and_are_open_to_those_who_act(self) -> None:
        assert not DirectiveLink.objects.filter(directive__issued_on__lt=F("superior__issued_on")).exists()
        assert DirectiveLink.objects.filter(superior__links__isnull=False).exists()
        addressed = Addressee.objects.filter(directive=OuterRef("task__plan__directive"), agency=OuterRef("agency"))
        lines = Assignment.objects.exclude(task__plan__state=PlanState.DRAFT).annotate(
            seen=Subquery(addressed.values("id")[:1])
        )
        assert not lines.filter(seen=None).exists()

    def test_duties_go_on_from_where_the_load_ends(self) -> None:
        """Opening periods finds nothing to do on the day of the load, save for the lines that the wanted number cut off."""
        cut = Plan.objects.order_by("-id").values_list("pk", flat=True)[0]
        before = WorkItem.objects.exclude(plan=cut).count()
        open_periods(on=DAY, now=moment(DAY))
        assert WorkItem.objects.exclude(plan=cut).count() == before
        duty = ReportingDuty.objects.filter(assignment=None, plan__state=PlanState.PUBLISHED).order_by("pk")[0]
        current = duty.periods.get(starts_on__lte=DAY, ends_on__gte=DAY)
        assert current.items.count() == len(owing_lines(duty))


@pytest.mark.django_db
def test_a_second_load_stands_beside_the_first_and_equal_seeds_give_equal_rows() -> None:
    for seed in (7, 7, 8):
        load(tasks=200, seed=seed)
    columns = ("task__heading", "agency__name", "due_on", "lifecycle", "plan__directive__number")
    rows = list(WorkItem.objects.order_by("pk").values_list(*columns))
    assert len(rows) == 600
    assert rows[:200] == rows[200:400] != rows[400:]


@pytest.mark.django_db
def test_nobody_can_sign_in_with_a_generated_account() -> None:
    load(tasks=100)
    assert not any(officer.has_usable_password() for officer in Officer.objects.all())


@pytest.mark.django_db
def test_refuses_beside_real_documents_unless_forced(world: World) -> None:
    with pytest.raises(CommandError, match="văn bản thật"):
        load(tasks=50)
    assert not WorkItem.objects.filter(opened_on__gt=date(2024, 1, 1)).exists()
    before = WorkItem.objects.count()
    load(tasks=50, force=True)
    assert WorkItem.objects.count() == before + 50
    world.plan.refresh_from_db()


@pytest.mark.django_db
def test_refuses_a_senseless_size() -> None:
    with pytest.raises(CommandError, match="--tasks"):
        load(tasks=0)
