"""The scope of work items is written for its indexes; here it is compared with its plain meaning, row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import F, Q
from django.test import TestCase

from agencies.choices import Duty
from agencies.models import Officer
from plans.choices import Role
from plans.load.generate import generate
from plans.models import Assignment, WorkItem

DAY = date(2026, 11, 20)


def plainly_visible(officer: Officer, item: WorkItem, helping: list[Assignment]) -> bool:
    """Decision 14 in plain words: what one oversees, what lies at or below one's place, and the lines one supports."""
    scope = officer.scope
    if {item.owner_id, item.monitor_id, item.agency_id} & scope.below:
        return True
    return any(line.agency_id in scope.own and line.supports_id in (None, item.assignment_id) for line in helping)


def _every_other() -> list[int]:
    return [pk for pk in Assignment.objects.values_list("pk", flat=True) if pk % 2]


def _officers() -> list[Officer]:
    """Every duty at every kind of place: offices, committees, the centre, helpers, leads, somebody with two posts."""
    helpers = Q(posts__agency__assignments__role=Role.COORDINATING)
    offices = Q(posts__agency__serves__isnull=False) | Q(posts__agency__advisory_bodies__isnull=False)
    found = list(Officer.objects.filter(helpers | offices).distinct().order_by("pk")[:40])
    double = found[0]
    double.posts.get_or_create(agency=found[-1].posts.get().agency, duty=Duty.CLERK, since=date(2020, 1, 1))
    return [officer.enter(on=DAY) for officer in found]


class TestScope(TestCase):
    """A small load in which half of the helpers name the line they support."""

    @classmethod
    def setUpTestData(cls) -> None:
        generate(items=600, seed=3, day=DAY, say=lambda text: None)
        for line in Assignment.objects.filter(role=Role.COORDINATING, pk__in=_every_other()):
            lead = line.task.assignments.filter(role=Role.LEAD).order_by("pk").last()
            Assignment.objects.filter(pk=line.pk).update(supports=lead)

    def test_fast_scope_equals_the_plain_one(self) -> None:
        items = list(WorkItem.objects.all())
        helping: dict[int, list[Assignment]] = defaultdict(list)
        for line in Assignment.objects.filter(role=Role.COORDINATING):
            helping[line.task_id].append(line)
        seen_some, supported = 0, 0
        for officer in _officers():
            wanted = {item.pk for item in items if plainly_visible(officer, item, helping[item.task_id])}
            assert set(WorkItem.objects.visible_to(officer).values_list("pk", flat=True)) == wanted, officer.username
            below = officer.scope.below
            seen_some += bool(wanted) and len(wanted) < len(items)
            supported += any(
                item.pk in wanted and not {item.owner_id, item.monitor_id, item.agency_id} & below for item in items
            )
        assert seen_some > 20
        assert supported > 5

    def test_waiting_for_confirmation_is_what_the_rule_says(self) -> None:
        items = list(WorkItem.objects.filter(lifecycle="submitted").select_related("monitor"))
        found = 0
        for officer in _officers():
            own, led = officer.scope.own, officer.scope.led
            wanted = {
                item.pk
                for item in items
                if (item.monitor_id in own and item.agency_id not in own)
                or (item.agency_id == item.monitor_id and item.monitor.serves_id in led)
            }
            assert set(WorkItem.objects.awaiting(officer).values_list("pk", flat=True)) == wanted, officer.username
            found += len(wanted)
        assert found
        assert (
            not WorkItem.objects.awaiting(_officers()[0])
            .filter(agency=F("owner"))
            .exclude(monitor=F("agency"))
            .exists()
        )
