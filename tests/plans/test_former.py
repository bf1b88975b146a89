"""Who was assigned and is no longer: the document and its own items stay in sight, the plan does not (decision 14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from directives.models import Directive
from plans.choices import Role
from plans.models import Assignment, Evidence, Plan, ReportingDuty, StatusUpdate, Task, WorkItem
from plans.services.planning import add_duty, assign, unassign
from plans.services.progress import support
from tests.builders import a_submission
from tests.cast import NOW, TODAY, World, login, moment

type Clock = Callable[[Any], datetime]
LATER = moment("2022-07-20")


@pytest.fixture
def office(world: World) -> Officer:
    return world.officer("vanphong").enter(on=TODAY)


def officer(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def leave(world: World, username: str, office: Officer) -> Officer:
    """End every line of the officer's agency in the world's plan."""
    person = officer(world, username)
    for line in Assignment.objects.filter(agency_id__in=person.scope.own, task__plan=world.plan):
        unassign(line, by=office, now=NOW, reason="Giao đơn vị khác")
    return officer(world, username)


def test_a_former_assignee_sees_neither_plan_nor_tasks_nor_duties(world: World, office: Officer) -> None:
    plan_rows: dict[str, Any] = {
        "plan": Plan.objects.filter(pk=world.plan.pk),
        "tasks": Task.objects.filter(plan=world.plan),
        "lines": Assignment.objects.filter(task__plan=world.plan),
        "duties": ReportingDuty.objects.filter(plan=world.plan),
    }
    line = world.tasks["5"].assignments.get()
    add_duty(world.plan, by=office, name="Báo cáo tháng", recurrence="monthly", since=TODAY, assignment=line, now=NOW)
    before = officer(world, "lhh")
    assert all(rows.visible_to(before).exists() for rows in plan_rows.values())
    after = leave(world, "lhh", office)
    assert not {name for name, rows in plan_rows.items() if rows.visible_to(after).exists()}
    assert Directive.objects.readable_by(after).filter(pk=world.cong_van_54.pk).exists(), "the document stays"


def test_it_keeps_its_own_items_and_files(client: Client, world: World, office: Officer, at: Clock) -> None:
    item = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    update = a_submission(item, by=officer(world, "lhh"), results="Đã tổ chức hai hội nghị.")
    own = Evidence.objects.create(update=update, file=ContentFile(b"x", "a"), name="own.txt", content_type="text/plain",
                                  size=1, sha256="1" * 64)  # fmt: skip
    helper = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    said = support(helper, by=officer(world, "baocantho"), now=NOW, results="Đăng năm tin bài.")
    theirs = Evidence.objects.create(update=said, file=ContentFile(b"y", "b"), name="theirs.txt", content_type="text/plain",
                                     size=1, sha256="2" * 64)  # fmt: skip
    url = reverse("plans:item-detail", args=[item.pk])
    assert "Đăng năm tin bài." in login(client, "lhh").get(url).text
    after = leave(world, "lhh", office)
    text = client.get(url).text
    assert "Đã tổ chức hai hội nghị." in text
    assert "Đăng năm tin bài." not in text
    assert reverse("plans:plan-detail", args=[world.plan.pk]) not in text, "no way that ends in 404"
    assert client.get(reverse("plans:plan-detail", args=[world.plan.pk])).status_code == 404
    assert client.get(reverse("plans:task-detail", args=[world.plan.pk, item.task_id])).status_code == 404
    assert set(Evidence.objects.visible_to(after)) == {own}
    assert theirs not in Evidence.objects.visible_to(after)


def test_a_lead_that_left_no_longer_sees_the_files_of_those_who_helped_it(world: World, office: Officer) -> None:
    task, at = world.tasks["4"], world.agencies
    lead = task.assignments.get(agency=at.dai_pt_th)
    helper = assign(task, by=office, now=NOW, role=Role.COORDINATING, agency=at.dang_doan_lhh, supports=lead)
    said = StatusUpdate.objects.create(assignment=helper, officer=world.officer("lhh"), sent_at=LATER, on=LATER.date(),
                                       results="Góp tin bài.")  # fmt: skip
    row = Evidence.objects.create(update=said, file=ContentFile(b"z", "c"), name="c.txt", content_type="text/plain", size=1,
                                  sha256="3" * 64)  # fmt: skip
    lead.agency_id = at.co_do.pk
    lead.save(update_fields=["agency"])
    assert Evidence.objects.visible_to(officer(world, "codo")).filter(pk=row.pk).exists()
    unassign(lead, by=office, now=LATER, reason="Thôi giao")
    assert not Evidence.objects.visible_to(officer(world, "codo")).filter(pk=row.pk).exists()


def test_who_still_has_one_line_sees_the_plan_as_before(world: World, office: Officer) -> None:
    unassign(world.tasks["4"].assignments.get(agency=world.agencies.bao_can_tho), by=office, now=NOW, reason="Đổi việc")
    still = officer(world, "baocantho")
    assert Plan.objects.visible_to(still).filter(pk=world.plan.pk).exists()
    assert Task.objects.visible_to(still).count() == 6
    assert WorkItem.objects.visible_to(still).filter(task=world.tasks["3"]).exists(), "it still helps there"


def test_assigned_again_it_sees_the_plan_again(world: World, office: Officer) -> None:
    leave(world, "codo", office)
    assert not Plan.objects.visible_to(officer(world, "codo")).filter(pk=world.plan.pk).exists()
    assign(world.tasks["2"], by=office, now=LATER, role=Role.LEAD, agency=world.agencies.co_do)
    assert Plan.objects.visible_to(officer(world, "codo")).filter(pk=world.plan.pk).exists()
