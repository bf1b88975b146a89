"""The second half of the world: lines, threads, periods, lists, people, a handover and a replaced document."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.files.base import ContentFile

from agencies import keeping, staffing
from agencies.models import CalendarDay, GroupMembership
from agencies.services import create_group
from agencies.teaching import create_provisional
from agencies.uploads import XLSX, CheckedFile
from directives.choices import LinkKind
from directives.services import link
from plans.choices import Role
from plans.models import WorkItem
from plans.services import bulk, duties, exporting, feeds, importing, notes, planning, publishing, saved_views
from plans.services.handover import Decision, attach_decision, hand_over
from plans.workbook.heading import guess, survey
from tests.cast import LONG_AGO, NOW, TODAY
from tests.matrix.world import BEGUN, SECRETS, Maker, a_file
from tests.plans.importing.books import a_book

if TYPE_CHECKING:
    from plans.models import Plan

ONCE: Final = UUID(int=1)
UNTIL: Final = date(2022, 8, 31)


def widen(maker: Maker) -> None:
    """Everything that the first half has no part in; the handover comes last, since it moves lines of every plan."""
    for make in (_people, _catalogue, _lines, _threads, _periods, _lists, _books, _replaced, _handed_over):
        make(maker)


def _tracked(maker: Maker) -> Plan:
    plan: Plan = maker.world.rooms["kế hoạch"]["đang theo dõi"]["plan"]
    return plan


def _people(maker: Maker) -> None:
    """A leader of the issuing body lets a clerk act in the own capacity."""
    world = maker.world
    leader = world.officer("banhanh_ld")
    given = staffing.delegate(
        leader.current_posts[0], to=world.officer("uyquyen"), since=TODAY, until=UNTIL, reason="Đi công tác.",
        by=leader, on=TODAY,
    )  # fmt: skip
    inside, above = world.officers["chutri_cv"], world.officers["captren_cv"]
    for state, person in (("trong phạm vi", inside), ("ngoài phạm vi", above)):
        world.put("cán bộ", state, officer=person)
        world.put("lịch sử", f"cán bộ {state}", thing=person, word="can-bo")
    world.put("chức trách", "của đơn vị chủ trì", post=inside.posts.get())
    world.put("chức trách", "được ủy quyền", post=given)
    world.put("chức trách", "của lãnh đạo", post=leader.posts.get())


def _catalogue(maker: Maker) -> None:
    world, at, admin = maker.world, maker.at, maker.world.officer("quantri")
    noted = create_provisional(name="Hội Trí thức Nam Giang", office=at.owner, by=maker.by)
    alias = keeping.add_alias(at.spare, text="ĐV dự bị", branch=at.block, by=admin)
    member = at.group.memberships.get(agency=at.spare)
    for state, agency in (("chính thức", at.spare), ("tạm ghi", noted), ("tỉnh khác", at.far), ("chủ trì", at.lead)):
        world.put("cơ quan", state, agency=agency, alias=alias)
    world.put("nhóm", "", group=at.group, member=member)
    world.put("ngày lịch", "", day=CalendarDay.objects.order_by("day")[0], year=2023)
    world.put("lịch sử", "cơ quan", thing=at.spare, word="co-quan")
    world.put("lịch sử", "nhóm", thing=at.group, word="nhom")
    for state in ("nháp", "đang theo dõi"):
        rows = world.rooms["kế hoạch"][state]
        world.put("lịch sử", f"kế hoạch {state}", thing=rows["plan"], word="ke-hoach")
        world.put("lịch sử", f"nhiệm vụ {state}", thing=rows["task"], word="nhiem-vu")
    for state in ("chung", "của riêng văn phòng", "lưu hành nội bộ"):
        world.put("lịch sử", f"văn bản {state}", thing=world.rooms["văn bản"][state]["directive"], word="van-ban")


def _lines(maker: Maker) -> None:
    """A line of each state of a plan, one that was refused, an open set, a member that joined later."""
    world, at, plan = maker.world, maker.at, _tracked(maker)
    for state in ("nháp", "vừa phát hành", "đang theo dõi", "tạm dừng", "kết thúc"):
        world.put("dòng", state, line=world.rooms["kế hoạch"][state]["line"])
    world.put("dòng", "không nhận", line=world.rooms["đầu việc"]["đơn vị không nhận"]["item"].assignment)
    give: dict[str, Any] = {"by": maker.by, "now": NOW, "role": Role.LEAD}
    words = planning.assign(
        world.rooms["kế hoạch"]["đang theo dõi"]["task"], agency_text="các cơ quan liên quan", **give
    )
    world.put("dòng", "chưa đích danh", line=words)
    group = create_group(owner=at.block, name="các đơn vị dự bị", members=[at.spare], since=LONG_AGO)
    task = planning.add_task(
        plan, by=maker.by, path="21", heading="Việc của nhóm", due_on=date(2022, 9, 30), kind="product"
    )
    planning.split_group(task, by=maker.by, now=NOW, group=group)
    joined = GroupMembership.objects.create(group=group, agency=at.second, since=date(2022, 6, 1))
    world.put("thành viên", "mới vào", plan=plan, task=task, member=joined)


def _threads(maker: Maker) -> None:
    """A direction that waits, with an answer already read; one that is closed; a question."""
    world, plan, leader = maker.world, _tracked(maker), maker.world.officer("chu_ld")
    waiting = notes.direct(
        plan, by=leader, now=NOW, text=f"Nêu rõ nguyên nhân {SECRETS['ý kiến chỉ đạo']}.", agencies=[maker.at.lead]
    )
    notes.reply(waiting, by=maker.lead, now=NOW, text=f"Do thiếu người {SECRETS['trả lời ý kiến']}.")
    closed = notes.direct(plan, by=leader, now=NOW, text="Đã rõ.", agencies=[maker.at.lead])
    notes.close(closed, by=leader, now=NOW)
    world.put("ý kiến", "đang mở", note=waiting)
    world.put("ý kiến", "đã khép lại", note=closed)


def _periods(maker: Maker) -> None:
    """The plan's cycle with a period that went by, a duty of one line, a report that was written off."""
    world, plan, at = maker.world, _tracked(maker), maker.at
    cycle = plan.duties.get(assignment__isnull=True)
    period = cycle.periods.order_by("starts_on")[0]
    loose = world.rooms["kế hoạch"]["đang theo dõi"]["loose"]
    owed = {item.agency_id: item for item in WorkItem.objects.with_names().filter(period=period, task=loose)}
    gone = owed[at.lead.pk]
    duties.write_off([gone], by=maker.monitor, now=NOW, reason=f"Đơn vị sắp xếp lại {SECRETS['lý do ghi bỏ']}.")
    line = world.rooms["kế hoạch"]["đang theo dõi"]["line"]
    own = planning.add_duty(
        plan, by=maker.by, now=NOW, name="Báo cáo năm", recurrence="yearly", since=TODAY, assignment=line,
        recipient=at.city,
    )  # fmt: skip
    world.put("chế độ", "chung", duty=cycle)
    world.put("chế độ", "riêng", duty=own)
    world.put("kỳ", "đã qua", period=period, silent=owed[at.beside.pk])
    world.put("đầu việc", "đã ghi bỏ", item=maker.fresh(gone))


def _lists(maker: Maker) -> None:
    """Saved views, a private calendar, an act on many rows that waits, a long export."""
    world, at, leader = maker.world, maker.at, maker.world.officer("chu_ld")
    said: dict[str, Any] = {"now": NOW, "query": "muc=qua-han"}
    own = saved_views.save_view(by=maker.by, name=f"Của tôi {SECRETS['chế độ xem riêng']}", **said)
    shared = saved_views.save_view(by=maker.by, name=f"Chung {SECRETS['chế độ xem chung']}", share=at.owner, **said)
    led = saved_views.save_view(by=leader, name="Của lãnh đạo", share=at.owner, **said)
    for state, view in (("riêng", own), ("dùng chung", shared), ("dùng chung của lãnh đạo", led)):
        world.put("chế độ xem", state, view=view)
    feed, token = feeds.make(by=maker.by, now=NOW, name=f"Máy {SECRETS['tên lịch riêng']}")
    world.put("lịch riêng", "", feed=feed, token=token)
    item = world.rooms["đầu việc"]["chưa thực hiện"]["item"]
    act = bulk.begin("cancel", by=maker.by, now=NOW, rows=[(item.pk, item.version)], once_key=ONCE,
                     reason=f"Không còn cần {SECRETS['lý do hàng loạt']}.")  # fmt: skip
    world.put("hàng loạt", "", act=act, word="cancel")
    export = exporting.begin(by=maker.by, now=NOW, query="muc=tat-ca&sort=han", on=TODAY, total=50)
    exporting.write(export.pk, now=NOW)
    export.refresh_from_db()
    world.put("tệp xuất", "", export=export)


def _books(maker: Maker) -> None:
    """A workbook that was sent and checked: a new row, and one that is wrong."""
    world, plan = maker.world, maker.world.rooms["kế hoạch"]["nháp"]["plan"]
    rows = [
        {"Tên nhiệm vụ": f"Việc trong tệp {SECRETS['dòng tệp nhập']}", "Đơn vị chủ trì": "Đơn vị dự bị"},
        {
            "Tên nhiệm vụ": f"Việc sai trong tệp {SECRETS['dòng tệp nhập']}",
            "Loại nhiệm vụ": "lạ",
        },  # the page shows what is wrong first
    ]
    for state in ("đã kiểm tra", "vừa gửi"):
        content = a_book(rows)
        seen = survey(io.BytesIO(content))
        file = ContentFile(content, name="nhiem-vu.xlsx")
        one = importing.begin(
            office=maker.at.owner, by=maker.by, now=NOW, survey=seen, columns=guess(seen.headings)[0],
            upload=CheckedFile("nhiem-vu.xlsx", file, XLSX, len(content), "0" * 64),
        )  # fmt: skip
        if state == "đã kiểm tra":
            importing.settle(one, by=maker.by, columns=one.columns, plan=plan)
            checked = importing.check(one.pk, now=NOW)
            assert checked is not None
            one = checked
        world.put("tệp nhập", state, one=one)


def _replaced(maker: Maker) -> None:
    """A tracked plan whose document was replaced; the office has still to say what that means."""
    plan = maker.plan(maker.document("Văn bản sẽ được thay thế"), "thay thế")
    publishing.publish(plan, by=maker.by, now=BEGUN)
    plan.refresh_from_db()
    maker.let_go(plan)
    newer = maker.document("Văn bản thay thế")
    link(newer, superior=plan.directive, kind=LinkKind.REPLACES, by=maker.by)
    maker.world.put("thay thế", "", plan=plan, directive=newer, task=plan.tasks.order_by("position")[0])


def _handed_over(maker: Maker) -> None:
    """What the old body led goes on with its successor."""
    world, at, admin = maker.world, maker.at, maker.world.officer("quantri")
    plan = _tracked(maker)
    line = plan.tasks.get(path="1").assignments.get(agency=at.old)
    gone = maker.one(plan, "1", at.old)
    decision = Decision("7-QĐ/ĐUK", TODAY, "Đảng ủy Khối", TODAY)
    done = hand_over(at.old, by=admin, now=NOW, successors=[at.heir], decision=decision)
    done = attach_decision(done, by=admin, upload=a_file(f"{SECRETS['tệp quyết định']}.txt"))
    at.old.refresh_from_db()
    world.put("bàn giao", "", handover=done)
    world.put("cơ quan", "đã bàn giao", agency=at.old, alias=world.rooms["cơ quan"]["chính thức"]["alias"])
    world.put("dòng", "đã bàn giao", line=line)
    world.put("đầu việc", "đã bàn giao", item=maker.fresh(gone))
    world.put("đầu việc", "tiếp nhận", item=maker.one(plan, "1", at.heir))
