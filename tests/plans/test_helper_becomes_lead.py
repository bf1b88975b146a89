"""A helper becomes the lead in one step: it no longer helps itself, and of two who change the lead at once the second is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, Officer
from agencies.verdict import Denied
from plans.choices import BulkKind, LineAnswer, Role
from plans.models import Assignment, WorkItem
from plans.services import bulk
from plans.services.lines import give_elsewhere, reassign, refuse_line
from plans.services.planning import assign
from plans.services.progress import support
from tests.builders import an_item
from tests.cast import NOW, TODAY, World, login, make_world

type Clock = Callable[[Any], datetime]
WHY = "Đúng chức năng của đơn vị phối hợp."
DUE = date(2022, 7, 29)


def entered(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def helped(world: World, lead: Agency, *helpers: Agency) -> Assignment:
    """A product's lead line with agencies that help it."""
    line, by = an_item(world, lead, due_on=DUE).assignment, entered(world, "vanphong")
    for agency in helpers:
        assign(line.task, by=by, now=NOW, role=Role.COORDINATING, agency=agency, supports=line)
    return line


def standing(line: Assignment) -> dict[str, Assignment]:
    rows = Assignment.objects.active().filter(task=line.task_id).select_related("agency", "supports")
    return {f"{row.label} {row.role}": row for row in rows}


def test_the_helper_of_a_line_leads_it_and_helps_no_longer(world: World) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    line = helped(world, at.dai_pt_th, at.bao_can_tho, at.co_do)
    own = line.supporters.get(agency=at.bao_can_tho)
    support(own, by=entered(world, "baocantho"), now=NOW, results="Đã đăng hai bài.")
    new = reassign(line, by=by, now=NOW, reason=WHY, agency=at.bao_can_tho)
    assert set(standing(line)) == {"Báo Cần Thơ lead", "Huyện ủy Cờ Đỏ coordinating"}
    assert standing(line)["Huyện ủy Cờ Đỏ coordinating"].supports == new
    own.refresh_from_db()
    assert (own.until, own.end_reason) == (TODAY, f"Chuyển sang chủ trì: {WHY}")
    assert own.updates.count() == 1, "what it reported as a helper stays there"
    assert WorkItem.objects.unconfirmed().get(task=line.task_id).agency == at.bao_can_tho
    back = reassign(new, by=by, now=NOW, reason=WHY, agency=at.co_do)
    assert set(standing(line)) == {"Huyện ủy Cờ Đỏ lead"}
    assert back.supporters.active().count() == 0


def test_who_helped_the_whole_task_helps_it_no_longer_either(world: World) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    line = an_item(world, at.dai_pt_th, due_on=DUE).assignment
    assign(line.task, by=by, now=NOW, role=Role.COORDINATING, agency=at.bao_can_tho)
    reassign(line, by=by, now=NOW, reason=WHY, agency=at.bao_can_tho)
    assert set(standing(line)) == {"Báo Cần Thơ lead"}


def test_who_helps_another_lead_of_the_task_goes_on_helping_it(world: World) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    line = helped(world, at.dai_pt_th)
    other = assign(line.task, by=by, now=NOW, role=Role.LEAD, agency=at.co_do)
    assign(line.task, by=by, now=NOW, role=Role.COORDINATING, agency=at.bao_can_tho, supports=other)
    reassign(line, by=by, now=NOW, reason=WHY, agency=at.bao_can_tho)
    assert standing(line)["Báo Cần Thơ coordinating"].supports == other


def test_refused_work_goes_to_a_helper_whose_own_refusal_is_settled_with_it(world: World) -> None:
    at, by = world.agencies, entered(world, "vanphong")
    line = helped(world, at.co_do, at.bao_can_tho)
    own = line.supporters.get()
    refuse_line(own, by=entered(world, "baocantho"), now=NOW, reason="Không đủ người.")
    refuse_line(line, by=entered(world, "codo"), now=NOW, reason="Không thuộc chức năng.")
    (new,) = give_elsewhere(line, by=by, now=NOW, reason=WHY, agencies=[at.bao_can_tho])
    assert set(standing(line)) == {"Báo Cần Thơ lead"}
    assert new.supporters.active().count() == 0
    kinds = list(own.answers.order_by("id").values_list("kind", flat=True))
    assert kinds == [LineAnswer.REFUSED, LineAnswer.ENDED]


def test_the_preview_names_who_would_stop_helping(world: World, client: Client, at: Clock) -> None:
    at(NOW)
    bodies = world.agencies
    line = helped(world, bodies.dai_pt_th, bodies.bao_can_tho)
    item = line.items.get()
    login(client, "vanphong")
    url = reverse("plans:bulk", args=[BulkKind.REASSIGN])
    page = client.post(url, {"chon": [item.pk], "truy_van": "muc=tat-ca"}).content.decode()
    assert "Đang phối hợp ở các dòng này: Báo Cần Thơ. Chọn đơn vị ấy thì đơn vị ấy thôi phối hợp và chủ trì." in page
    done = client.post(
        url,
        {"xac_nhan": "1", "dong": f"{item.pk}:{item.version}", "truy_van": "muc=tat-ca", "once_key": str(uuid.uuid4()),
         "agency": bodies.bao_can_tho.pk, "reason": WHY},
    )  # fmt: skip
    assert done.status_code == 302
    assert set(standing(line)) == {"Báo Cần Thơ lead"}
    new = standing(line)["Báo Cần Thơ lead"]
    assign(line.task, by=entered(world, "vanphong"), now=NOW, role=Role.COORDINATING, agency=bodies.co_do, supports=new)
    refuse_line(new, by=entered(world, "baocantho"), now=NOW, reason="Không đủ người.")
    asked = client.get(reverse("plans:line-decide", args=[new.pk])).content.decode()
    assert "giao việc cho chính Huyện ủy Cờ Đỏ thì đơn vị ấy thôi phối hợp và chủ trì" in asked


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_lead_at_once_leave_one_lead(transactional_db: None) -> None:
    world = make_world()
    bodies = world.agencies
    line = helped(world, bodies.dai_pt_th, bodies.bao_can_tho, bodies.co_do)
    gate = Barrier(2)
    got: list[Assignment | Denied] = []

    def run(to: Agency) -> None:
        by = entered(world, "vanphong")
        gate.wait()
        try:
            got.append(
                reassign(
                    Assignment.objects.select_related("task__plan").get(pk=line.pk),
                    by=by,
                    now=NOW,
                    reason=WHY,
                    agency=to,
                )
            )
        except Denied as refusal:
            got.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(to,)) for to in (bodies.bao_can_tho, bodies.co_do)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    refusals = [one for one in got if isinstance(one, Denied)]
    (new,) = [one for one in got if isinstance(one, Assignment)]
    assert ["đã thôi chủ trì" in refusal.reason for refusal in refusals] == [True]
    other = bodies.co_do if new.agency == bodies.bao_can_tho else bodies.bao_can_tho
    assert set(standing(line)) == {f"{new.label} lead", f"{other.name} coordinating"}
    assert standing(line)[f"{other.name} coordinating"].supports == new
    made = bulk.begin(BulkKind.REASSIGN, by=entered(world, "vanphong"), now=NOW, rows=[(new.items.get().pk, 1)], reason=WHY,
                      once_key=uuid.uuid4(), said={"agency": new.agency_id})  # fmt: skip
    done = bulk.carry_out(made.pk, now=NOW)
    assert done is not None
    assert done.done == 0
