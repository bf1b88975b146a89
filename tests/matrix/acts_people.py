"""What the codes of the tables stand for: the catalogue, accounts and posts, the calendar, history, handing over."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from agencies import calendars, keeping, provisional, renaming, staffing
from agencies.choices import AgencyKind, DayKind, Duty, Level, PostKind
from agencies.models import Officer
from plans.services import handover, replacing
from plans.services.replacing import Answer
from tests.cast import NOW, TODAY
from tests.matrix.acts import page, verb

AGENCY: Final = "cơ quan"
DAY: Final = "14/7/2022"

# --- addresses: the catalogue -----------------------------------------------------------------------

page("agencies:agency-list agencies:read-list agencies:calendar plans:handover-list")
page("agencies:agency-detail", AGENCY, pk="agency")
page("agencies:agency-create", voice="quantri", post=lambda world, room: {
    "parent": world.at.block.pk, "name": "Trung tâm mới", "kind": "unit", "side": "party", "level": "commune",
})  # fmt: skip
page("agencies:agency-edit", AGENCY, pk="agency", voice="quantri", post={"place": "Nam Giang mới"})
page("agencies:agency-rename", AGENCY, pk="agency", voice="quantri",
     post={"name": "Tên theo quyết định", "since": DAY, "decision": "5-QĐ/ĐUK"})  # fmt: skip
page("agencies:agency-move", AGENCY, pk="agency", voice="quantri",
     post=lambda world, room: {"parent": world.at.branch.pk, "since": DAY, "decision": "6-QĐ/ĐUK"})  # fmt: skip
page("agencies:agency-confirm", AGENCY, pk="agency", voice="quantri")
page(
    "agencies:agency-merge", AGENCY, pk="agency", voice="quantri", post=lambda world, room: {"into": world.at.second.pk}
)
page("agencies:alias-add", AGENCY, pk="agency", voice="quantri",
     post=lambda world, room: {"text": "Cách gọi mới", "branch": world.at.block.pk})  # fmt: skip
page("agencies:alias-drop", AGENCY, pk="alias", voice="quantri")
page("agencies:group-create", AGENCY, pk="agency", voice="quantri",
     post=lambda world, room: {"name": "nhóm mới", "members": [world.at.second.pk], "since": DAY})  # fmt: skip
page("agencies:group-detail", "nhóm", pk="group")
page("agencies:member-add", "nhóm", pk="group", voice="quantri",
     post=lambda world, room: {"members": [world.at.second.pk], "since": DAY})  # fmt: skip
page("agencies:member-end", "nhóm", pk="member", voice="quantri", post={"last": "20/7/2022"})
page("agencies:calendar-add", voice="quantri_tren",
     post={"day": "12/8/2022", "kind": "off", "name": "Ngày nghỉ", "source": "1-QĐ/TU", "luu": "1"})  # fmt: skip
page("agencies:calendar-edit", "ngày lịch", pk="day", voice="quantri_tren", post={"source": "2-QĐ/TU", "luu": "1"})
page("agencies:calendar-drop", "ngày lịch", pk="day", voice="quantri_tren")
page("agencies:calendar-load", "ngày lịch", year="year", voice="quantri_tren")

# --- addresses: people ------------------------------------------------------------------------------

PERSON: Final = "cán bộ"
page("agencies:officer-list")
page("agencies:officer-create", voice="quantri", post=lambda world, room: {
    "full_name": "Cán bộ mới", "username": "canbomoi", "email": "moi@example.vn", "agency": world.at.spare.pk,
    "duty": "clerk", "since": DAY,
})  # fmt: skip
page(
    "agencies:officer-detail agencies:officer-password agencies:officer-close",
    PERSON,
    pk="officer",
    voice="quantri_tren",
)
page("agencies:officer-edit", PERSON, pk="officer", voice="quantri_tren", post={"phone": "0292 000 000"})
page("agencies:post-add", PERSON, pk="officer", voice="quantri_tren",
     post=lambda world, room: {"agency": world.at.spare.pk, "duty": "clerk", "since": DAY})  # fmt: skip
page("agencies:post-end", "chức trách", pk="post", voice="quantri", post={"last": ""})
page("agencies:delegate", own_form=True, post=lambda world, room: _handed_on(world, room))


def _handed_on(world: Any, room: SimpleNamespace) -> dict[str, Any]:
    """The officer's own post as the form shows it, to the colleague who has none yet."""
    pair = {"ld": "cv", "cv": "ld"}
    name, _, end = room.username.rpartition("_")
    other = world.officers.get(f"{name}_{pair.get(end, '')}")
    return {"to": other.pk if other else "", "since": DAY, "until": "20/7/2022", "reason": "Đi công tác."}


# --- addresses: history, handing over, replaced documents --------------------------------------------

page("agencies:history", "lịch sử", kind="word", pk="thing")
page("plans:handover", AGENCY, pk="agency", voice="quantri", post=lambda world, room: _decided(world, room))
page("plans:handover-detail", "bàn giao", pk="handover", voice="quantri", post=lambda world, room: {"file": _paper()})
page("plans:handover-file", "bàn giao", pk="handover")
page("plans:plan-replaced", "thay thế", pk="plan", directive_pk="directive",
     post=lambda world, room: {f"muc-{room.task.pk}": "keep"})  # fmt: skip


def _paper() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("quyet-dinh.txt", "Quyết định".encode(), "text/plain")


def _decided(world: Any, room: SimpleNamespace) -> dict[str, Any]:
    """The second step of the form: the decision, and what the preview showed."""
    from plans.handing import load_of

    return {
        "number": "8-QĐ/ĐUK", "decided_on": DAY, "issuer": "Đảng ủy Khối", "effective_on": DAY, "successors": [world.at.heir.pk],
        "act": "confirm", "seen": load_of(room.agency, effective_on=TODAY).fingerprint, "chung": world.at.heir.pk,
    }  # fmt: skip


# --- verbs: the catalogue ---------------------------------------------------------------------------

KEEPING: Final = "agencies.keeping."
NAMING: Final = "agencies.renaming."
SOME: Final = "agencies.provisional."


@verb(f"{KEEPING}found_agency", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return keeping.found_agency(
        parent=world.at.block, by=by, name="Trung tâm mới", kind=AgencyKind.UNIT, level=Level.COMMUNE
    )


@verb(f"{KEEPING}add_alias", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return keeping.add_alias(room.agency, text="Cách gọi mới", branch=world.at.block, by=by)


@verb(f"{KEEPING}drop_alias", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return keeping.drop_alias(room.alias, by=by)


@verb(f"{KEEPING}open_group", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return keeping.open_group(owner=room.agency, name="nhóm mới", members=[world.at.second], since=TODAY, by=by)


@verb(f"{KEEPING}add_members", "nhóm")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return keeping.add_members(room.group, agencies=[world.at.second], since=TODAY, by=by)


@verb(f"{KEEPING}end_membership", "nhóm")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return keeping.end_membership(room.member, last=TODAY, by=by)


@verb(f"{NAMING}rename", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return renaming.rename(room.agency, name="Tên theo quyết định", since=TODAY, decision="5-QĐ/ĐUK", by=by, on=TODAY)


@verb(f"{NAMING}rename:không có quyết định", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return renaming.rename(room.agency, name="Tên theo quyết định", since=TODAY, decision=" ", by=by, on=TODAY)


@verb(f"{NAMING}correct", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return renaming.correct(room.agency, by=by, seen=renaming.state_of(room.agency), place="Nam Giang mới")


@verb(f"{NAMING}move", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return renaming.move(room.agency, parent=world.at.branch, since=TODAY, decision="6-QĐ/ĐUK", by=by, on=TODAY)


@verb(f"{SOME}confirm", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return provisional.confirm(room.agency, by=by)


@verb(f"{SOME}merge", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return provisional.merge(room.agency, into=world.at.second, by=by, on=TODAY)


# --- verbs: the calendar ----------------------------------------------------------------------------

CALENDAR: Final = "agencies.calendars."


@verb(f"{CALENDAR}put_day", "ngày lịch")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return calendars.put_day(
        None, by=by, now=NOW, day=date(2022, 8, 12), kind=DayKind.OFF, name="Ngày nghỉ", source="1-QĐ/TU"
    )


@verb(f"{CALENDAR}drop_day", "ngày lịch")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return calendars.drop_day(room.day, by=by, now=NOW)


@verb(f"{CALENDAR}load_year", "ngày lịch")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return calendars.load_year(2023, by=by, now=NOW)


# --- verbs: people ----------------------------------------------------------------------------------

STAFF: Final = "agencies.staffing."


@verb(f"{STAFF}open_account", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.open_account(
        username="canbomoi", full_name="Cán bộ mới", email="moi@example.vn", agency=world.at.spare, duty=Duty.CLERK,
        since=TODAY, by=by,
    )  # fmt: skip


@verb(f"{STAFF}reset_password", PERSON)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.reset_password(room.officer, by=by, on=TODAY)


@verb(f"{STAFF}correct_account", PERSON)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.correct_account(
        room.officer, full_name="Tên đã sửa", email="x@example.vn", phone="", by=by, on=TODAY
    )


@verb(f"{STAFF}close_account", PERSON)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.close_account(room.officer, by=by, on=TODAY)


@verb(f"{STAFF}reopen_account", PERSON)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.reopen_account(room.officer, by=by, on=TODAY)


@verb(f"{STAFF}appoint_to", PERSON)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.appoint_to(
        room.officer, agency=world.at.spare, duty=Duty.CLERK, kind=PostKind.CONCURRENT, since=TODAY, by=by, on=TODAY
    )


@verb(f"{STAFF}stop_post", "chức trách")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.stop_post(room.post, by=by, on=TODAY)


@verb(f"{STAFF}delegate", "chức trách")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return staffing.delegate(
        room.post, to=world.officers["banhanh_cv"], since=TODAY, until=date(2022, 7, 20), reason="Đi công tác.", by=by,
        on=TODAY,
    )  # fmt: skip


# --- verbs: handing over, replaced documents ----------------------------------------------------------


@verb("plans.services.handover.hand_over", AGENCY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    decision = handover.Decision("8-QĐ/ĐUK", TODAY, "Đảng ủy Khối", TODAY)
    return handover.hand_over(
        room.agency, by=by, now=NOW, successors=[world.at.heir], decision=decision, once_key=UUID(int=by.pk)
    )


@verb("plans.services.handover.attach_decision", "bàn giao")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    from tests.matrix.world import a_file

    return handover.attach_decision(room.handover, by=by, upload=a_file("quyet-dinh-2.txt"))


@verb("plans.services.replacing.answer_replacement", "thay thế")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return replacing.answer_replacement(
        room.plan, directive=room.directive, by=by, now=NOW, answers={room.task.pk: Answer("keep")}
    )
