"""An agency ends: what it owed goes on with its successors, what it did stays its own, and nobody loses or owes anything twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from agencies.choices import AgencyKind, Duty, Level
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers, appoint, create_agency
from agencies.verdict import Denied
from directives.models import Directive
from directives.rules import may_edit
from plans.choices import EventKind, ExtensionState, HandoverKind, Lifecycle, ReminderState, Role
from plans.facts import timeline
from plans.handing import Choices, load_of, shares
from plans.models import Assignment, Handover, Intake, Reminder, StatusUpdate, WorkItem
from plans.reminders.opening import open_reminders
from plans.services.handover import Decision, hand_over
from plans.services.items import open_periods
from plans.services.planning import assign
from plans.services.progress import confirm, report, send_back
from reporting.figures import Counts, count
from tests.builders import a_confirmation, a_directive, a_draft, a_plan, a_submission, a_task, an_extension, an_item
from tests.cast import LONG_AGO, NOW, TODAY, World, make_officer, make_world, moment
from tests.plans.intake.begun import an_intake

type Clock = Callable[[Any], datetime]

DAY = timedelta(days=1)
DECISION = Decision("01-QĐ/TU", date(2022, 7, 1), "Ban Thường vụ Thành ủy", date(2022, 7, 10))


def a_body(world: World, name: str, **values: Any) -> Agency:
    """A body right below Thành ủy, unless told otherwise."""
    given: dict[str, Any] = {
        "kind": AgencyKind.COMMITTEE,
        "level": Level.DISTRICT,
        "parent": world.agencies.thanh_uy,
        **values,
    }
    return create_agency(name=name, **given)


@pytest.fixture
def admin(world: World) -> Officer:
    return world.officer("quantri").enter(on=TODAY)


@pytest.fixture
def new(world: World) -> Agency:
    return a_body(world, "Đảng ủy xã Cờ Đỏ")


def act(world: World, old: Agency, *to: Agency, by: Officer, now: datetime = NOW, **said: Any) -> Handover:
    by = world.officer(by.username).enter(on=now.date())  # as a new request would
    return hand_over(old, by=by, now=now, successors=to, decision=said.pop("decision", DECISION), **said)


def as_now(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def figures(on: date, **which: Any) -> Counts:
    return count(WorkItem.objects.counted().filter(**which), period_from=LONG_AGO, period_to=on, on=on)


def items_at(agency: Agency) -> list[WorkItem]:
    return list(WorkItem.objects.with_names().unconfirmed().filter(agency=agency).order_by("due_on", "id"))


# --- one agency, one successor ----------------------------------------------------------------------


def test_open_work_goes_on_with_the_successor_and_sums_stay(world: World, admin: Officer, new: Agency) -> None:
    old = world.agencies.co_do
    codo, office = as_now(world, "codo"), as_now(world, "vanphong")
    a_confirmation(world.item("2", old, "quý I/2022"), by=codo, monitor=office)
    report(world.item("2", old, "quý II/2022"), by=codo, now=NOW, submits=False, results="Đã mở hội nghị.")
    before, before_past = figures(TODAY), figures(TODAY - 30 * DAY)
    owed = [(item.period_id, item.due_on, item.lifecycle, item.opened_on) for item in items_at(old)]
    assert len(owed) == 2

    handover = act(world, old, new, by=admin)

    assert figures(TODAY) == Counts(**{**vars_of(before), "outside": before.outside + 2})
    assert figures(TODAY - 30 * DAY) == before_past
    assert [(item.period_id, item.due_on, item.lifecycle, item.opened_on) for item in items_at(new)] == owed
    assert items_at(old) == []
    kept = WorkItem.objects.get(agency=old, lifecycle=Lifecycle.CONFIRMED)
    assert kept.period is not None
    assert kept.period.label == "quý I/2022"
    for item in items_at(new):
        assert item.continues is not None
        assert (item.continues.lifecycle, item.taken_over_on, item.remind_from) == (Lifecycle.HANDED_OVER, TODAY, TODAY)
        said = item.events.get(kind=EventKind.TAKEN_OVER)
        assert said.note == f"Tiếp nhận từ Huyện ủy Cờ Đỏ theo {handover.decision}"
        assert said.post is not None
    line = Assignment.objects.get(agency=old, task=world.tasks["2"])
    assert (line.until, line.end_reason) == (TODAY, f"Bàn giao cho Đảng ủy xã Cờ Đỏ theo {handover.decision}")
    assert Assignment.objects.active().filter(agency=new, group=world.agencies.cac_huyen_uy).count() == 1
    old.refresh_from_db()
    assert (old.ended_on, old.successor) == (date(2022, 7, 9), new)
    assert [row.agency for row in new.memberships.all()] == [new]
    assert {row.kind for row in handover.lines.all()} >= {
        HandoverKind.LEAD,
        HandoverKind.ITEM,
        HandoverKind.POST,
        HandoverKind.GROUP,
    }


def vars_of(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__dataclass_fields__}


def test_the_officer_works_on_at_the_successor_and_sees_what_was_before(
    world: World, admin: Officer, new: Agency
) -> None:
    old, codo = world.agencies.co_do, as_now(world, "codo")
    first = world.item("2", old, "quý II/2022")
    Assignment.objects.filter(pk=first.assignment_id).update(officer_in_charge=codo)
    documents = set(Directive.objects.visible_to(codo).values_list("pk", flat=True))
    act(world, old, new, by=admin)
    codo = as_now(world, "codo")
    assert [(post.agency, post.duty, post.since) for post in codo.current_posts] == [
        (new, Duty.CLERK, date(2022, 7, 10))
    ]
    assert set(Directive.objects.visible_to(codo).values_list("pk", flat=True)) == documents
    assert WorkItem.objects.visible_to(codo).filter(pk=first.pk).exists()
    item = WorkItem.objects.get(continues=first)
    assert item.assignment.officer_in_charge == codo
    report(item, by=codo, now=NOW, submits=True, results="Xã đã làm tiếp.")
    with pytest.raises(Denied, match="Huyện ủy Cờ Đỏ"):
        report(first, by=codo, now=NOW, submits=True, results="Muộn")
    assert not WorkItem.objects.visible_to(as_now(world, "baocantho")).filter(pk__in=[first.pk, item.pk]).exists()


def test_a_waiting_report_waits_on_with_its_first_day(world: World, admin: Officer, new: Agency) -> None:
    codo, office = as_now(world, "codo"), as_now(world, "vanphong")
    old_item = world.item("2", world.agencies.co_do, "quý III/2022")
    update = a_submission(old_item, by=codo)
    act(world, world.agencies.co_do, new, by=admin)
    item = WorkItem.objects.with_names().get(continues=old_item)
    assert (item.lifecycle, item.submitted_on) == (Lifecycle.SUBMITTED, TODAY)
    assert list(WorkItem.objects.visible_to(office).awaiting(office)) == [item]
    later = NOW + timedelta(days=100)
    send_back(
        item, by=world.officer("vanphong").enter(on=later.date()), now=later, reason="Bổ sung số liệu", seen=update.pk
    )
    after = later + timedelta(days=1)
    again = world.officer("codo").enter(on=after.date())
    report(item, by=again, now=after, submits=True, results="Đã bổ sung.")
    item.refresh_from_db()
    assert item.submitted_on == TODAY  # within the days granted, the first day counts
    confirm(item, by=world.officer("vanphong").enter(on=after.date()), now=after)
    assert figures(after.date(), agency=new).done_on_time == 1


def test_a_request_for_more_time_and_past_extensions_go_along(world: World, admin: Officer, new: Agency) -> None:
    item = an_item(world, world.agencies.co_do, due_on=date(2022, 9, 1))
    WorkItem.objects.filter(pk=item.pk).update(extension_count=1)
    asked = an_extension(item, by=as_now(world, "codo"), new_due_on="2022-10-01")
    act(world, world.agencies.co_do, new, by=admin)
    asked.refresh_from_db()
    assert (asked.work_item.agency, asked.state) == (new, ExtensionState.PENDING)
    assert asked.work_item.extension_count == 1


def test_reminders_of_the_old_are_not_sent_and_none_flood_the_new(world: World, admin: Officer, new: Agency) -> None:
    open_reminders(on=TODAY, now=NOW)
    waiting = Reminder.objects.filter(agency=world.agencies.co_do, state=ReminderState.OPEN)
    assert waiting.exists()
    ids = list(waiting.values_list("pk", flat=True))
    act(world, world.agencies.co_do, new, by=admin)
    assert set(Reminder.objects.filter(pk__in=ids).values_list("state", flat=True)) == {ReminderState.DROPPED}
    assert Reminder.objects.get(pk=ids[0]).note.startswith(
        "Đã chuyển giao cho Đảng ủy xã Cờ Đỏ theo Quyết định số 01-QĐ/TU"
    )
    open_reminders(on=TODAY + DAY, now=NOW + DAY)
    per_item = Reminder.objects.filter(agency=new, duty=Duty.CLERK, state=ReminderState.OPEN).values_list(
        "work_item_id", flat=True
    )
    assert len(per_item) == len(set(per_item))
    assert Reminder.objects.filter(agency=new, for_day__lt=TODAY).count() == 0


def test_the_period_answered_before_is_not_owed_again(world: World, admin: Officer, new: Agency) -> None:
    old = world.agencies.co_do
    a_confirmation(world.item("2", old, "quý III/2022"), by=as_now(world, "codo"), monitor=as_now(world, "vanphong"))
    act(world, old, new, by=admin)
    assign(world.tasks["1"], by=as_now(world, "vanphong"), now=NOW, role=Role.LEAD, agency=world.agencies.bao_can_tho)
    for day in ("2022-07-15", "2022-10-01"):
        open_periods(on=date.fromisoformat(day), now=moment(day))
    labels = [item.period.label for item in items_at(new) if item.period]
    assert labels == ["quý I/2022", "quý II/2022", "quý IV/2022"]


# --- several into one, one into several -------------------------------------------------------------


def test_merging_two_into_one_owes_the_same_period_once(world: World, admin: Officer, new: Agency) -> None:
    """The second district's check-ins of the same task are answered by the one item that is there."""
    at = world.agencies
    before = figures(TODAY)
    act(world, at.co_do, new, by=admin)
    second = act(world, at.phong_dien, new, by=admin, decision=Decision("02-QĐ/TU", TODAY, "Thành ủy", TODAY))
    assert len(items_at(new)) == 3
    merged = second.lines.filter(kind=HandoverKind.ITEM, merged=True)
    assert merged.count() == 3
    assert {row.to_item for row in merged} == set(items_at(new))
    assert figures(TODAY).assigned == before.assigned - 3
    assert Assignment.objects.active().filter(task=world.tasks["2"], agency=new).count() == 1


def test_splitting_asks_who_receives_what(world: World, admin: Officer, new: Agency) -> None:
    """Each line goes to the chosen one, the rest to the first; both see what the old one had, neither sees the other's part."""
    old, other = world.agencies.co_do, a_body(world, "Đảng ủy xã Thới Hưng")
    own = an_item(world, old, due_on=date(2022, 9, 1))
    before = figures(TODAY)
    second = make_officer("thoihung", "Lê Văn Sáu", other)
    choices = Choices(lines={own.assignment_id: other})
    act(world, old, new, other, by=admin, choices=choices)
    assert [item.continues_id for item in items_at(other)] == [own.pk]
    assert len(items_at(new)) == 3
    assert figures(TODAY).assigned == before.assigned
    second = world.officer("thoihung").enter(on=TODAY)
    seen = WorkItem.objects.visible_to(second)
    assert seen.filter(pk=own.pk).exists()
    assert not seen.filter(agency=new).exists()
    assert Directive.objects.readable_by(second).filter(pk=world.cong_van_54.pk).exists()


def test_an_office_that_ends_is_followed_as_owner_and_monitor(world: World, admin: Officer) -> None:
    """Ban Tuyên giáo becomes Ban Tuyên giáo và Dân vận: its plans, confirmations and own reports go on there."""
    at = world.agencies
    new = a_body(
        world,
        "Ban Tuyên giáo và Dân vận Thành ủy",
        kind=AgencyKind.PARTY_ORGAN,
        level=Level.PROVINCE,
        serves=at.thanh_uy,
    )
    draft = a_draft(world, a_plan(world, at.co_do).directive, by=as_now(world, "lanhdao"))
    a_task(draft, at.ban_tuyen_giao, by=as_now(world, "lanhdao"))
    waiting = world.item("3", at.dang_doan_lhh, "quý II/2022")
    a_submission(waiting, by=as_now(world, "lhh"))
    begun = an_intake(world)
    load = load_of(at.ban_tuyen_giao, effective_on=DECISION.effective_on)
    told = {share.plan.pk: share for share in shares(load)}
    assert (told[world.plan.pk].owns, told[world.plan.pk].monitors, told[world.plan.pk].leads) == (True, True, 1)
    act(world, at.ban_tuyen_giao, new, by=admin, seen=load.fingerprint)
    world.plan.refresh_from_db()
    assert (world.plan.owner, world.plan.monitor) == (new, new)
    assert not WorkItem.objects.filter(plan=world.plan).exclude(owner=new, monitor=new).exists()
    assert draft.tasks.get().assignments.get().agency == new
    office = as_now(world, "vanphong")
    assert list(Intake.objects.visible_to(office).unfinished()) == [begun], "what was being entered is not lost"
    waiting.refresh_from_db()
    confirm(waiting, by=office, now=NOW)
    duty = world.report_duty
    duty.refresh_from_db()
    assert duty.assignment is not None
    assert duty.assignment.agency == new
    own = WorkItem.objects.with_names().get(agency=new, period__label="6 tháng cuối năm 2022")
    a_submission(own, by=office)
    with pytest.raises(Denied, match="lãnh đạo Thành ủy Cần Thơ xác nhận"):
        confirm(own, by=as_now(world, "truongban"), now=NOW)


def test_a_receiver_with_its_own_plan_on_the_document_is_refused(world: World, admin: Officer) -> None:
    at = world.agencies
    new = at.van_phong_thanh_uy
    make_officer("vptu", "Lý Thị Ba", new)
    world.plan.__class__.objects.create(
        directive=world.cong_van_54, owner=new, monitor=new, created_at=NOW, created_by=as_now(world, "vptu")
    )
    with pytest.raises(Denied, match=r"đã có kế hoạch theo dõi 54-CV/TU.*Kết thúc một trong hai"):
        act(world, at.ban_tuyen_giao, new, by=admin)
    at.ban_tuyen_giao.refresh_from_db()
    assert at.ban_tuyen_giao.ended_on is None
    assert not Handover.objects.exists()


# --- refusals, twice, meanwhile ---------------------------------------------------------------------


def test_refusals_name_their_reason(world: World, admin: Officer, new: Agency) -> None:
    at, far = world.agencies, a_body(world, "Tỉnh ủy X", parent=None, level=Level.PROVINCE)
    late = Decision("9-QĐ/TU", TODAY, "Thành ủy", TODAY + DAY)
    for to, said, by, decision in (
        ([new], "Chỉ người quản trị của Huyện ủy Cờ Đỏ", as_now(world, "vanphong"), DECISION),
        ([at.co_do], "cho chính mình", admin, DECISION),
        ([], "ít nhất một cơ quan kế tục", admin, DECISION),
        ([far], "Tỉnh ủy X ngoài phạm vi quản trị", admin, DECISION),
        ([new], "chưa đến", admin, late),
        ([new], "ghi số và cơ quan quyết định", admin, Decision(" ", TODAY, "Thành ủy", TODAY)),
    ):
        with pytest.raises(Denied, match=said):
            act(world, at.co_do, *to, by=by, decision=decision)
    Agency.objects.filter(pk=new.pk).update(provisional=True)
    with pytest.raises(Denied, match="mới được tạm ghi"):
        act(world, at.co_do, new, by=admin)
    assert not Handover.objects.exists()
    assert figures(TODAY, agency=at.co_do).assigned == 3


def test_who_has_ended_neither_receives_nor_ends_again(world: World, admin: Officer, new: Agency) -> None:
    at = world.agencies
    act(world, at.co_do, new, by=admin)
    with pytest.raises(
        Denied, match=r"đã kết thúc ngày 09/7/2022, bàn giao cho Đảng ủy xã Cờ Đỏ \(Quyết định số 01-QĐ/TU"
    ):
        act(world, at.co_do, at.o_mon, by=admin)
    with pytest.raises(Denied, match="đã kết thúc ngày 09/7/2022 và bàn giao cho chính Đảng ủy xã Cờ Đỏ"):
        act(world, new, at.co_do, by=admin)
    assert Handover.objects.count() == 1


def test_a_double_click_hands_over_once(world: World, admin: Officer, new: Agency) -> None:
    key = uuid4()
    first = act(world, world.agencies.co_do, new, by=admin, once_key=key)
    assert act(world, world.agencies.co_do, new, by=admin, once_key=key) == first
    assert len(items_at(new)) == 3


def test_what_changed_since_the_preview_is_shown_again(world: World, admin: Officer, new: Agency) -> None:
    old = world.agencies.co_do
    seen = load_of(old, effective_on=DECISION.effective_on).fingerprint
    a_submission(world.item("2", old, "quý II/2022"), by=as_now(world, "codo"))
    with pytest.raises(SavedByOthers) as clash:
        act(world, old, new, by=admin, seen=seen)
    load: Any = clash.value.current
    assert sum(share.waiting for share in shares(load)) == 1
    act(world, old, new, by=admin, seen=load.fingerprint)


def test_administrators_do_not_rise_by_a_merger(world: World, admin: Officer, new: Agency) -> None:
    """The administrator of a small body does not come to administer a large one; where nobody is yet, the post goes over."""
    at = world.agencies
    small = make_officer("qt_codo", "Trần Văn Út", at.co_do, Duty.ADMINISTRATOR)
    assert as_now(world, "codo").post_in([at.o_mon.pk]) is None
    make_officer("omon", "Ngô Thị Tư", at.o_mon)
    act(world, at.co_do, at.o_mon, by=admin)
    assert world.officer("qt_codo").enter(on=TODAY).current_posts == []
    assert as_now(world, "codo").post_in([at.o_mon.pk], Duty.CLERK) is not None
    appoint(small, agency=at.phong_dien, duty=Duty.ADMINISTRATOR, since=LONG_AGO)
    act(world, at.phong_dien, new, by=admin)
    assert world.officer("qt_codo").enter(on=TODAY).scope.administered >= {new.pk}


def test_bodies_below_find_their_new_superior(world: World, admin: Officer) -> None:
    """A commune that follows its district comes under the city; its sisters do not come under it."""
    at = world.agencies
    first, sister = (a_body(world, f"Đảng ủy xã {n}", level=Level.COMMUNE, parent=at.co_do) for n in ("Một", "Hai"))
    act(world, at.co_do, first, by=admin)
    for body in (first, sister):
        body.refresh_from_db()
        assert body.parent == at.thanh_uy
    make_officer("xamot", "Lê Thị Một", first)
    assert world.officer("xamot").enter(on=TODAY).scope.below == {first.pk, at.co_do.pk}


# --- at the same moment -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_reports_and_a_handover_at_once_lose_nothing(transactional_db: None) -> None:
    """Every report that was accepted stands with the item that goes on; every other was refused with the reason."""
    world = make_world()
    old, new = world.agencies.co_do, a_body(world, "Đảng ủy xã Cờ Đỏ")
    items = [world.item("2", old, f"quý {n}/2022") for n in ("I", "II", "III")]
    gate, got = Barrier(4), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            got.append(act())
        except Denied as refusal:
            got.append(refusal.reason)
        finally:
            connection.close()

    def sender(item: WorkItem) -> Callable[[], object]:
        by = as_now(world, "codo")
        return lambda: report(item, by=by, now=NOW, submits=True, results="Đã làm")

    admin = as_now(world, "quantri")
    acts: list[Callable[[], object]] = [sender(item) for item in items]
    acts.append(lambda: hand_over(old, by=admin, now=NOW, successors=[new], decision=DECISION))
    threads = [Thread(target=run, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(got) == 4
    assert sum(isinstance(one, Handover) for one in got) == 1
    accepted = [one for one in got if isinstance(one, StatusUpdate)]
    assert all("bàn giao" in one or "chuyển giao" in one for one in got if isinstance(one, str)), got
    after = list(WorkItem.objects.unconfirmed().filter(agency=new))
    assert len(after) == 3
    assert not WorkItem.objects.unconfirmed().filter(agency=old).exists()
    assert sum(item.lifecycle == Lifecycle.SUBMITTED for item in after) == len(accepted) == StatusUpdate.objects.count()


def test_twice_handed_over_is_still_one_history(world: World, admin: Officer, new: Agency) -> None:
    """A → B → C: the last successor reads all of it, edits what A recorded, and the item names both decisions."""
    old, last = world.agencies.co_do, a_body(world, "Đảng ủy phường Mới")
    codo = as_now(world, "codo")
    recorded = a_directive(world, by=codo, issuer=world.agencies.phong_dien)
    first = world.item("2", old, "quý II/2022")
    report(first, by=codo, now=NOW, submits=False, results="Lời báo cáo đầu tiên.")
    act(world, old, new, by=admin)
    act(world, new, last, by=admin, decision=Decision("02-QĐ/TU", TODAY, "Thành ủy", TODAY))
    codo = as_now(world, "codo")
    assert [post.agency for post in codo.current_posts] == [last]
    assert codo.scope.below == {old.pk, new.pk, last.pk}
    item = WorkItem.objects.get(continues__continues=first)
    assert (item.agency, item.opened_on) == (last, first.opened_on)
    told = timeline(item)
    assert [entry.update.results for entry in told if entry.update] == ["Lời báo cáo đầu tiên."]
    assert [entry.note.partition(" theo")[0] for entry in told if entry.words == "tiếp nhận"] == [
        "Tiếp nhận từ Huyện ủy Cờ Đỏ", "Tiếp nhận từ Đảng ủy xã Cờ Đỏ",
    ]  # fmt: skip
    assert may_edit(codo, recorded)
    assert not may_edit(as_now(world, "baocantho"), recorded)
