"""Many rows of the list changed at once: previewed, done row by row by the same rules, each with its own entry."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.verdict import Denied
from plans.choices import BulkKind, BulkState, EventKind, Lifecycle, Role
from plans.models import BulkAct, Extension, WorkItem
from plans.rules_bulk import MOST
from plans.services import bulk
from plans.services.planning import assign
from plans.services.progress import report
from tests.builders import a_confirmation, a_plan, an_extension, an_item
from tests.cast import NOW, TODAY, World, login, moment

WHY = "Chờ hướng dẫn của Trung ương."


def officer(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def rows(*items: WorkItem) -> list[tuple[int, int]]:
    return [(item.pk, WorkItem.objects.get(pk=item.pk).version) for item in items]


def an_act(world: World, kind: str, *items: WorkItem, by: str = "vanphong", **said: Any) -> BulkAct:
    made = bulk.begin(
        kind, by=officer(world, by), now=NOW, rows=rows(*items), reason=WHY, once_key=uuid.uuid4(), said=said
    )
    done = bulk.carry_out(made.pk, now=NOW)
    assert done is not None
    return done


def reasons(act: BulkAct) -> list[str]:
    return [reason for _, reason in act.refused]


@pytest.fixture
def three(world: World) -> list[WorkItem]:
    """Products of three agencies due 20/7."""
    at = world.agencies
    return [an_item(world, agency, due_on=date(2022, 7, 20)) for agency in (at.dang_doan_lhh, at.bao_can_tho, at.co_do)]


def test_a_later_day_is_an_extension_of_each_item(world: World, three: list[WorkItem]) -> None:
    act = an_act(world, BulkKind.DUE_DATE, *three, new_due_on="2022-07-31")
    assert (act.done, act.refused, act.state) == (3, [], BulkState.DONE)
    for item in three:
        item.refresh_from_db()
        extension = Extension.objects.get(work_item=item)
        assert (item.due_on, item.named_due_on) == (date(2022, 8, 1), date(2022, 7, 31)), "rolled over Sunday"
        assert (extension.old_due_on, extension.reason, extension.decided_by_id) == (
            date(2022, 7, 20), WHY, world.officers["vanphong"].pk,
        )  # fmt: skip
        assert item.events.filter(kind=EventKind.EXTENDED).count() == 1


def test_each_row_that_cannot_change_says_why_and_the_others_change(
    world: World, three: list[WorkItem], client: Client, at: Any
) -> None:
    first, second, third = three
    a_confirmation(first, by=officer(world, "lhh"), monitor=officer(world, "vanphong"))
    an_extension(second, by=officer(world, "baocantho"), new_due_on="2022-07-25")
    act = an_act(world, BulkKind.DUE_DATE, first, second, third, new_due_on="2022-07-29")
    assert act.done == 1
    assert [row[0] for row in act.refused] == [first.pk, second.pk]
    assert "đã hoàn thành" in reasons(act)[0]
    assert "chờ quyết định" in reasons(act)[1]
    again = an_act(world, BulkKind.DUE_DATE, first, first, second, new_due_on="2022-07-29")
    page = login(client, "vanphong").get(reverse("plans:bulk-act", args=[again.pk])).content.decode()
    assert page.count("2 dòng: Đầu việc đã hoàn thành") == 1, "one reason is told once, with its rows"
    earlier = an_act(world, BulkKind.DUE_DATE, third, new_due_on="2022-07-28")
    assert "sau hạn hiện tại" in reasons(earlier)[0]


def test_a_day_of_the_document_needs_its_number(world: World) -> None:
    item = an_item(world, world.agencies.co_do, due_on=date(2022, 7, 20))
    item.task.due_source = "document"
    item.task.save()
    assert "ghi số văn bản" in reasons(an_act(world, BulkKind.DUE_DATE, item, new_due_on="2022-07-29"))[0]
    done = an_act(world, BulkKind.DUE_DATE, item, new_due_on="2022-07-29", decision_number="99-CV/TU")
    assert done.done == 1
    assert Extension.objects.get().decision_number == "99-CV/TU"


def test_cancelled_rows_leave_the_figures_with_their_reason(world: World, three: list[WorkItem]) -> None:
    act = an_act(world, BulkKind.CANCEL, *three)
    assert act.done == 3
    assert set(WorkItem.objects.filter(pk__in=[i.pk for i in three]).values_list("lifecycle", flat=True)) == {
        "cancelled"
    }
    assert three[0].events.first().note == WHY  # type: ignore[union-attr]
    assert "từ trước" in reasons(an_act(world, BulkKind.CANCEL, three[0]))[0]


def test_another_agency_takes_the_line_over(world: World, three: list[WorkItem]) -> None:
    at = world.agencies
    act = an_act(world, BulkKind.REASSIGN, *three, agency=at.phong_dien.pk)
    assert act.done == 3
    for item in three:
        item.refresh_from_db()
        assert item.lifecycle == Lifecycle.CANCELLED
        new = WorkItem.objects.get(task=item.task, agency=at.phong_dien)
        assert (new.due_on, new.lifecycle) == (date(2022, 7, 20), Lifecycle.NOT_STARTED)
    same = an_item(world, at.phong_dien, due_on=date(2022, 7, 20))
    assert "đang chủ trì rồi" in reasons(an_act(world, BulkKind.REASSIGN, same, agency=at.phong_dien.pk))[0]


def test_who_does_not_own_the_plan_changes_nothing(world: World, three: list[WorkItem]) -> None:
    for kind, said in ((BulkKind.CANCEL, {}), (BulkKind.DUE_DATE, {"new_due_on": "2022-07-29"})):
        act = an_act(world, kind, three[0], by="lhh", **said)
        assert act.done == 0
        assert "Chỉ Ban Tuyên giáo" in reasons(act)[0] or "Không ai tự quyết định" in reasons(act)[0]
    act = an_act(world, BulkKind.CANCEL, three[0], by="quangngai")
    assert "Không còn thấy" in reasons(act)[0]
    with pytest.raises(Denied, match="Chỉ cán bộ của văn phòng"):
        an_act(world, BulkKind.CANCEL, three[0], by="quantri")


def test_a_row_that_moved_after_the_preview_is_left_alone(world: World, three: list[WorkItem]) -> None:
    made = bulk.begin(
        BulkKind.CANCEL, by=officer(world, "vanphong"), now=NOW, rows=rows(*three), reason=WHY, once_key=uuid.uuid4()
    )
    report(three[0], by=officer(world, "lhh"), now=NOW, submits=True, results="Đã xong.")
    done = bulk.carry_out(made.pk, now=NOW)
    assert done is not None
    assert (done.done, [row[0] for row in done.refused]) == (2, [three[0].pk])
    assert "Vừa có người đổi" in reasons(done)[0]


def test_an_act_is_begun_once_and_goes_on_after_a_fault(
    world: World, three: list[WorkItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, by = uuid.uuid4(), officer(world, "vanphong")
    made = bulk.begin(BulkKind.CANCEL, by=by, now=NOW, rows=rows(*three), reason=WHY, once_key=key)
    assert bulk.begin(BulkKind.CANCEL, by=by, now=NOW, rows=rows(*three), reason=WHY, once_key=key) == made
    with pytest.raises(Denied, match="đã được gửi"):
        bulk.begin(
            BulkKind.CANCEL, by=officer(world, "truongban"), now=NOW, rows=rows(*three), reason=WHY, once_key=key
        )
    real, calls = bulk._change, []

    def falls_at_the_second(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the worker dies")
        real(*args, **kwargs)

    monkeypatch.setattr(bulk, "_change", falls_at_the_second)
    with pytest.raises(RuntimeError):
        bulk.carry_out(made.pk, now=NOW)
    made.refresh_from_db()
    assert (made.place, made.done, made.state) == (1, 1, BulkState.RUNNING)
    assert bulk.carry_out(made.pk, now=NOW) is None, "somebody may still be at it"
    assert bulk.carry_out_waiting(now=moment(TODAY, 9, 6)) == 1
    made.refresh_from_db()
    assert (made.done, made.state) == (3, BulkState.DONE)
    assert bulk.carry_out_waiting(now=moment(TODAY, 9, 30)) == 0


def test_what_cannot_begin_says_why(world: World, three: list[WorkItem]) -> None:
    said: dict[str, Any] = {"by": officer(world, "vanphong"), "now": NOW, "once_key": uuid.uuid4()}
    with pytest.raises(Denied, match="Chưa chọn"):
        bulk.begin(BulkKind.CANCEL, rows=[], reason=WHY, **said)
    with pytest.raises(Denied, match="nhiều nhất"):
        bulk.begin(BulkKind.CANCEL, rows=[(n, 1) for n in range(MOST + 1)], reason=WHY, **said)
    with pytest.raises(Denied, match="Ghi lý do"):
        bulk.begin(BulkKind.CANCEL, rows=rows(*three), reason=" ", **said)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'value="([^"]*)"[^>]*name="{name}"', page
    )
    assert found, name
    return found[1].replace("&amp;", "&")


def test_the_pages_from_the_list_to_the_result(world: World, three: list[WorkItem], client: Client, at: Any) -> None:
    login(client, "vanphong")
    page = client.get(reverse("plans:item-list"), {"muc": "tat-ca", "q": "huyen uy co do"}).content.decode()
    assert f'value="{three[2].pk}"' in page
    address = reverse("plans:bulk", args=["due_date"])
    nothing = client.post(address, {"truy_van": "muc=tat-ca"}).content.decode()
    assert "Chưa chọn dòng nào" in nothing
    asked = {"truy_van": "muc=tat-ca&loai=product", "tat_ca": "1"}
    preview = client.post(address, asked).content.decode()
    assert "Đổi hạn: 4 đầu việc" in preview  # the three and task 5 of the world
    sent = {name: hidden(preview, name) for name in ("once_key", "dong", "truy_van")} | {"xac_nhan": "1", "reason": WHY}
    wrong = client.post(address, sent | {"new_due_on": "31/2/2022"}).content.decode()
    assert WHY in wrong
    assert "Đổi hạn: 4 đầu việc" in wrong
    assert preview.count("hạn do văn bản ấn định") == wrong.count("hạn do văn bản ấn định")
    assert "Đồng chí đang thực hiện với tư cách" in wrong
    done = client.post(address, sent | {"new_due_on": "29/7/2022"}, follow=True).content.decode()
    assert "Đã đổi 4 trong 4 dòng" in done
    assert "Loại: sản phẩm" in done or "Sản phẩm" in done
    client.post(address, sent | {"new_due_on": "29/7/2022"})
    assert (BulkAct.objects.count(), Extension.objects.count()) == (1, 4), "a second click counts once"
    assert "Đổi hạn: 4/4 dòng" in client.get(reverse("plans:bulk-list")).content.decode()
    login(client, "lhh")
    assert client.get(reverse("plans:bulk-act", args=[BulkAct.objects.get().pk])).status_code == 404
    assert 'name="chon"' not in client.get(reverse("plans:item-list"), {"muc": "tat-ca"}).content.decode()


def test_rows_outside_the_list_are_never_picked(world: World, three: list[WorkItem], client: Client, at: Any) -> None:
    login(client, "quangngai")
    page = client.post(
        reverse("plans:bulk", args=["cancel"]), {"truy_van": "muc=tat-ca", "chon": [three[0].pk]}
    ).content.decode()
    assert "Chưa chọn dòng nào" in page


def test_tasks_without_agency_are_charged_together(world: World, client: Client, at: Any) -> None:
    other = a_plan(world)
    assert world.tasks["1"].assignments.count() == 0
    login(client, "vanphong")
    address = reverse("plans:bulk", args=["assign"])
    preview = client.post(address, {"truy_van": "muc=chua-co-don-vi", "tat_ca": "1"}).content.decode()
    assert "Giao đơn vị chủ trì: 2 nhiệm vụ" in preview
    sent = {name: hidden(preview, name) for name in ("once_key", "dong", "truy_van")} | {"xac_nhan": "1", "reason": WHY}
    client.post(address, sent | {"agencies": [world.agencies.co_do.pk, world.agencies.o_mon.pk]})
    for task in (world.tasks["1"], other.tasks.get()):
        leads = task.assignments.filter(role=Role.LEAD)
        assert {line.agency_id for line in leads} == {world.agencies.co_do.pk, world.agencies.o_mon.pk}
    with pytest.raises(Denied):
        assign(world.tasks["1"], by=officer(world, "vanphong"), now=NOW, role=Role.LEAD, agency=world.agencies.co_do)
