"""What the codes of the tables stand for: lines, threads, duties and periods, many rows at once, saved views, files in and out."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from agencies.models import Officer
from agencies.verdict import Denied
from plans.models import ReminderPolicy
from plans.services import (
    bulk,
    duties,
    exporting,
    extensions,
    feeds,
    importing,
    inbox,
    lines,
    notes,
    preferences,
    progress,
    reminding,
    saved_views,
    urging,
)
from tests.cast import NOW, TODAY
from tests.matrix.acts import ITEM, PLAN, QUIET, page, verb

# --- addresses: lines -------------------------------------------------------------------------------

LINE: Final = "dòng"
page("plans:line plans:line-accept", LINE, pk="line")
page("plans:line-charge", LINE, pk="line", post=lambda world, room: {"officer": world.officers["chutri_cv"].pk})
page("plans:charge-many", post=lambda world, room: {
    "officer": world.officers["chutri_cv"].pk, "lines": [world.rooms[LINE]["vừa phát hành"]["line"].pk],
})  # fmt: skip
page("plans:line-refuse", LINE, pk="line", voice="chutri_cv", post={"reason": "Việc của nơi khác."})
page("plans:line-decide", LINE, pk="line", post={"answer": "keep", "reason": "Đúng chức năng."})
page("plans:line-fill", LINE, pk="line", post=lambda world, room: {"agencies": [world.at.spare.pk]})
page("plans:member-answer", "thành viên", pk="plan", task_pk="task", membership_pk="member", post={"answer": "yes"})

# --- addresses: threads -----------------------------------------------------------------------------

NOTE: Final = "ý kiến"
page("plans:note-list")
page("plans:note", NOTE, pk="note", post={"text": "Đã rõ, đang làm."})
page("plans:note-close", NOTE, pk="note")
page("plans:note-plan", PLAN, pk="plan", voice="chu_ld", post={"text": "Đề nghị báo cáo sớm."})
page("plans:note-task", PLAN, pk="plan", task_pk="task", voice="chu_ld", post={"text": "Đề nghị báo cáo sớm."})
page("plans:note-ask", PLAN, pk="plan", task_pk="task", voice="chutri_cv", post={"text": "Hạn này tính từ ngày nào?"})
page("plans:note-agency", "cơ quan", pk="agency", voice="banhanh_ld", post={"text": "Đề nghị chấn chỉnh."})

# --- addresses: the inbox ---------------------------------------------------------------------------

NOTICE: Final = "thông báo"
page("plans:inbox")
page("plans:inbox-read-all", post={"muc": "dang-cho"})
page("plans:inbox-open", NOTICE, pk="notice")
page("plans:inbox-act", NOTICE, pk="notice", act="act")
page("plans:inbox-snooze", NOTICE, pk="notice", post={"when": "mai"})
# --- addresses: letters about what is late ------------------------------------------------------------

LETTER: Final = "công văn"
page("plans:urging-list")
page("plans:urging-new", "cơ quan", pk="agency", post={"report_by": "31/8/2022"})
page("plans:urging-edit", LETTER, pk="letter", post={"subject": "đôn đốc lần hai"})
page(
    "plans:urging-discard reporting:urging reporting:urging-pdf reporting:urging-docx reporting:urging-print",
    LETTER,
    pk="letter",
)
page("reporting:urging-send", LETTER, pk="letter", post={"number": "9", "issued_on": "14/7/2022"})
page("plans:urging-reply", LETTER, pk="letter", post={"number": "45-CV/ĐV", "replied_on": "14/7/2022"})
page("plans:urging-reply-file", LETTER, pk="reply_file")

# --- addresses: duties and periods --------------------------------------------------------------------

DUTY: Final = "chế độ"
page("plans:duty-detail", DUTY, pk="duty")
page("plans:duty-edit", DUTY, pk="duty", post={"name": "Tên chế độ mới"})
page("plans:duty-end", DUTY, pk="duty", post={"reason": "Không cần nữa."})
page("plans:period-detail", "kỳ", pk="period")
page("plans:period-write-off", "kỳ", pk="period", voice="theodoi_cv",
     post=lambda world, room: {"dau_viec": [room.silent.pk], "reason": "Đơn vị sắp xếp lại."})  # fmt: skip
page("plans:item-ask-again", ITEM, pk="item", voice="theodoi_cv", post={"reason": "Vẫn cần số liệu."})
page("plans:plan-events", PLAN, pk="plan", post={"viec-0-chosen": "on"})
page("plans:task-cycle", PLAN, pk="plan", task_pk="loose")
page("plans:reopen", ITEM, pk="item", voice="theodoi_cv", post={"reason": "Số liệu sai."})

# --- addresses: many rows, saved views, files -----------------------------------------------------------

page("plans:bulk-list plans:item-export-begin")
page("plans:bulk", "hàng loạt", kind="word")
page("plans:bulk-act", "hàng loạt", pk="act")
page("plans:view-list", post={"name": "Quá hạn", "query": "muc=qua-han", "share": ""})
page("plans:view-drop", "chế độ xem", pk="view")
page("plans:reminder-preference", post={"received": ["before_7"]})
page("plans:unsubscribe", token="stop")
page("plans:due-calendar")
page("plans:feed-list", post={"name": "máy tính"})
page("plans:feed-revoke", "lịch riêng", pk="feed")
page("plans:feed", "lịch riêng", token="token")
page("plans:item-export-long plans:item-export-file", "tệp xuất", pk="export")
BOOK: Final = "tệp nhập"
page("plans:item-import-start", own_form=True, post=lambda world, room: {"workbook": _a_book()})
page("plans:item-import plans:item-import-columns plans:item-import-discard plans:item-import-wrong", BOOK, pk="one")
page("plans:item-import-save", BOOK, pk="one", post={"manner": "some"})


def _a_book() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from agencies.uploads import XLSX
    from tests.plans.importing.books import a_book

    return SimpleUploadedFile("nhiem-vu.xlsx", a_book([{"Tên nhiệm vụ": "Việc mới"}]), XLSX)


# --- verbs: lines -----------------------------------------------------------------------------------

SAID: Final = "plans.services.lines."


@verb(f"{SAID}put_in_charge", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.put_in_charge([room.line], by=by, on=TODAY, officer=world.officer("chutri_cv"))


@verb(f"{SAID}put_in_charge:người ngoài đơn vị", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.put_in_charge([room.line], by=by, on=TODAY, officer=world.officer("ngangcap"))


@verb(f"{SAID}accept_line", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.accept_line(room.line, by=by, now=NOW)


@verb(f"{SAID}refuse_line", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.refuse_line(room.line, by=by, now=NOW, reason="Việc của nơi khác.")


@verb(f"{SAID}refuse_line:không lý do", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.refuse_line(room.line, by=by, now=NOW, reason=" ")


@verb(f"{SAID}keep_line", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.keep_line(room.line, by=by, now=NOW, reason="Đúng chức năng.")


@verb(f"{SAID}give_elsewhere", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.give_elsewhere(room.line, by=by, now=NOW, reason="Đúng là việc nơi khác.", agencies=[world.at.spare])


@verb(f"{SAID}reassign", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.reassign(room.line, by=by, now=NOW, reason="Đúng là việc nơi khác.", agency=world.at.spare)


@verb(f"{SAID}fill_open_set", LINE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.fill_open_set(room.line, by=by, now=NOW, agencies=[world.at.spare])


@verb(f"{SAID}take_in", "thành viên")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.take_in(room.task, room.member, by=by, now=NOW)


@verb(f"{SAID}leave_out", "thành viên")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return lines.leave_out(room.task, room.member, by=by, now=NOW, reason="Không thuộc phạm vi.")


def _left(world: Any, room: SimpleNamespace) -> Any:
    """The membership of somebody who has a line by the group, ended yesterday."""
    member = room.member.group.memberships.get(agency=world.at.spare)
    member.until = date(2022, 7, 13)
    member.save(update_fields=["until"])
    return member


@verb(f"{SAID}let_go", "thành viên")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return _without_trace(
        world, room, lambda member: lines.let_go(room.task, member, by=by, now=NOW, reason="Đã ra khỏi nhóm.")
    )


@verb(f"{SAID}hold_on", "thành viên")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return _without_trace(
        world, room, lambda member: lines.hold_on(room.task, member, by=by, now=NOW, reason="Vẫn làm.")
    )


def _without_trace(world: Any, room: SimpleNamespace, act: Any) -> Any:
    """Carry the act out after the membership ended; what is refused takes that back, too."""
    from django.db import transaction

    with transaction.atomic():
        return act(_left(world, room))


# --- verbs: threads ---------------------------------------------------------------------------------

TALK: Final = "plans.services.notes."


@verb(f"{TALK}direct", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return notes.direct(room.plan, by=by, now=NOW, text="Đề nghị báo cáo sớm.")


@verb(f"{TALK}direct_agency", "cơ quan")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return notes.direct_agency(room.agency, by=by, now=NOW, text="Đề nghị chấn chỉnh.")


@verb(f"{TALK}ask", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return notes.ask(room.task, by=by, now=NOW, text="Hạn này tính từ ngày nào?")


@verb(f"{TALK}reply", NOTE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return notes.reply(room.note, by=by, now=NOW, text="Đã rõ, đang làm.")


@verb(f"{TALK}close", NOTE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return notes.close(room.note, by=by, now=NOW)


# --- verbs: letters about what is late ---------------------------------------------------------------

URGE: Final = "plans.services.urging."


def _version(room: SimpleNamespace) -> int:
    """The letter as it is now: one that was sent has another version than its draft had."""
    return int(type(room.letter).objects.get(pk=room.letter.pk).version)


@verb(f"{URGE}draft", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return urging.draft(
        world.at.owner, to=world.at.lead, items=[room.item.pk], by=by, now=NOW, report_by=date(2022, 8, 31)
    )


@verb(f"{URGE}rewrite", LETTER)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return urging.rewrite(room.letter, by=by, now=NOW, version=_version(room), words={"subject": "đôn đốc lần hai"})


@verb(f"{URGE}discard", LETTER)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return urging.discard(room.letter, by=by)


@verb(f"{URGE}send", LETTER)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return urging.send(room.letter, by=by, now=NOW, version=_version(room), number=9, issued_on=TODAY)


@verb(f"{URGE}keep_paper", LETTER)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return urging.keep_paper(room.letter, by=by, data=b"%PDF")


@verb(f"{URGE}attach_reply", LETTER)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return urging.attach_reply(room.letter, by=by, now=NOW, replied_on=TODAY, note="Đã báo cáo.")


# --- verbs: duties and periods ------------------------------------------------------------------------

DUTIES: Final = "plans.services.duties."


@verb(f"{DUTIES}change_duty", DUTY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.change_duty(room.duty, by=by, now=NOW, name="Tên chế độ mới")


@verb(f"{DUTIES}end_duty", DUTY)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.end_duty(room.duty, by=by, now=NOW, until=date(2022, 12, 31), reason="Không cần nữa.")


@verb(f"{DUTIES}write_off", "kỳ")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.write_off([room.silent], by=by, now=NOW, reason="Đơn vị sắp xếp lại.")


@verb(f"{DUTIES}ask_again", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.ask_again(room.item, by=by, now=NOW, reason="Vẫn cần số liệu.")


@verb(f"{DUTIES}settle_cycle", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.settle_cycle(room.loose, by=by, now=NOW, recurrence="half_yearly")


@verb(f"{DUTIES}add_monitors_duty", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.add_monitors_duty(
        room.plan, by=by, now=NOW, name="Báo cáo năm", recurrence="yearly", since=date(2022, 1, 1)
    )


@verb(f"{DUTIES}plan_events", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return duties.plan_events(
        room.plan, by=by, now=NOW, agency=world.at.monitor, events=[("Sơ kết năm", date(2022, 12, 31))]
    )


# --- verbs: items -----------------------------------------------------------------------------------


@verb("plans.services.progress.reopen", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.reopen(room.item, by=by, now=NOW, reason="Số liệu sai.")


@verb("plans.services.progress.reopen:không lý do", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.reopen(room.item, by=by, now=NOW, reason=" ")


@verb("plans.services.progress.report:đăng ký văn bản sản phẩm", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    made = world.rooms["văn bản"]["chung"]["directive"]
    return progress.report(room.item, by=by, now=NOW, submits=True, results="Đã ban hành văn bản.", product=made)


@verb("plans.services.extensions.extend", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return extensions.extend(
        room.item, by=by, now=NOW, new_due_on=date(2022, 11, 30), reason="Chờ ý kiến.", decision_number="9-QĐ/ĐUK"
    )


# --- verbs: many rows, saved views, files ----------------------------------------------------------------


def _many(kind: str, room: SimpleNamespace, by: Officer, **said: Any) -> Any:
    """One row of an act on many: what the row's rule refused is the answer."""
    act = bulk.begin(
        kind,
        by=by,
        now=NOW,
        rows=[(room.item.pk, room.item.version)],
        reason="Theo kết luận.",
        once_key=UUID(int=7),
        said=said,
    )
    done = bulk.carry_out(act.pk, now=NOW)
    assert done is not None
    if done.refused:
        act.delete()  # that the act was begun is no change of the row
        raise Denied(done.refused[0][1])
    return done


@verb("plans.services.bulk.begin", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return bulk.begin("cancel", by=by, now=NOW, rows=[(room.item.pk, 1)], reason="Theo kết luận.", once_key=UUID(int=7))


@verb("plans.services.bulk.begin:đổi hạn", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return _many("due_date", room, by, new_due_on="2022-11-30", decision_number="9-QĐ/ĐUK")


@verb("plans.services.bulk.begin:hủy", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return _many("cancel", room, by)


@verb("plans.services.bulk.begin:đổi đơn vị", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return _many("reassign", room, by, agency=world.at.spare.pk)


@verb("plans.services.saved_views.save_view", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return saved_views.save_view(by=by, now=NOW, name="Quá hạn", query="muc=qua-han")


@verb("plans.services.saved_views.save_view:dùng chung", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return saved_views.save_view(by=by, now=NOW, name="Quá hạn", query="muc=qua-han", share=world.at.owner)


@verb("plans.services.feeds.make", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return feeds.make(by=by, now=NOW, name="máy tính")


@verb("plans.services.feeds.revoke", "lịch riêng")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return feeds.revoke(room.feed, by=by, now=NOW)


@verb("plans.services.saved_views.drop_view", "chế độ xem")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return saved_views.drop_view(room.view, by=by)


@verb("plans.services.preferences.choose", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return preferences.choose(by, by=by, skipped=["before_30"], weekly=False)


@verb("plans.services.preferences.choose:thay người khác", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return preferences.choose(world.officer("bikhoa"), by=by, skipped=["before_30"], weekly=False)


INBOX: Final = "plans.services.inbox."


@verb(f"{INBOX}mark_read", NOTICE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return inbox.mark_read(room.notice, by=by, now=NOW)


@verb(f"{INBOX}mark_unread", NOTICE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return inbox.mark_unread(room.notice, by=by)


@verb(f"{INBOX}snooze", NOTICE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return inbox.snooze(room.notice, by=by, now=NOW, until=TODAY + timedelta(days=3))


@verb(f"{INBOX}archive", NOTICE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return inbox.archive(room.notice, by=by, now=NOW)


@verb(f"{INBOX}restore", NOTICE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return inbox.restore(room.notice, by=by)


@verb(f"{INBOX}mark_all_read", NOTICE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return inbox.mark_all_read([room.notice], by=by, now=NOW)


@verb("plans.services.exporting.begin", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return exporting.begin(by=by, now=NOW, query="muc=tat-ca", on=TODAY, total=10)


@verb("plans.services.importing.begin", BOOK)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    from plans.workbook.heading import Survey
    from tests.matrix.world import a_file

    return importing.begin(
        office=world.at.owner, by=by, now=NOW, upload=a_file("moi.xlsx"), survey=Survey.from_json(room.one.survey),
        columns=room.one.columns,
    )  # fmt: skip


@verb("plans.services.importing.settle", BOOK)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return importing.settle(room.one, by=by, columns=room.one.columns, plan=None)


@verb("plans.services.importing.ask_to_save", BOOK)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return importing.ask_to_save(room.one, by=by, version=room.one.version, whole=False)


@verb("plans.services.importing.discard", BOOK)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return importing.discard(room.one, by=by)


QUIET.add("POST plans:bulk")  # the first step only shows what would happen
QUIET.add("POST plans:inbox-read-all")  # most have nothing that is new


# --- how reminding is done ----------------------------------------------------------------------------

page(
    "plans:reminder-list plans:reminder-export plans:reminder-letters plans:reminder-letters-export plans:reminder-preview"
)
page("plans:reminder-policy", post={"leader_days": "9"})
page("plans:plan-reminders", PLAN, pk="plan", post={"leader_days": "9"})
page("plans:plan-reminders-drop", PLAN, pk="plan")
page("plans:ladder-stop", ITEM, pk="item", post={"reason": "Chờ kết luận kiểm tra."})
page("plans:ladder-resume", ITEM, pk="item")
REMINDING: Final = "plans.services.reminding."
POLICY: Final[dict[str, Any]] = {
    "occasions": ["before_1"], "leader_days": 9, "monitor_days": 15, "committee_days": None, "review_days": 5, "question_days": 3,
}  # fmt: skip


@verb(f"{REMINDING}set_policy:văn phòng", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reminding.set_policy(world.at.owner, by=by, now=NOW, version=0, **POLICY)


@verb(f"{REMINDING}set_policy", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    version = ReminderPolicy.objects.filter(plan=room.plan).values_list("version", flat=True).first() or 0
    return reminding.set_policy(room.plan, by=by, now=NOW, version=version, **POLICY)


@verb(f"{REMINDING}drop_policy", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reminding.drop_policy(room.plan, by=by, now=NOW, version=1)


@verb(f"{REMINDING}stop_ladder", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reminding.stop_ladder(room.item, by=by, now=NOW, reason="Chờ kết luận kiểm tra.")


@verb(f"{REMINDING}resume_ladder", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reminding.resume_ladder(room.item, by=by, now=NOW)
