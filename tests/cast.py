"""The cast of the tests: a small Cần Thơ (and two other provinces) made through the services, and one published plan.

The story day is Thursday 14/7/2022, 09:00. `world` holds the agencies, the nine officers of the demo, documents 42-CT/TW, 93-KL/TW
(stubs) and 54-CV/TU, and a plan of Ban Tuyên giáo Thành ủy on it: quarterly, published on 04/01/2022, its periods opened
up to 01/7/2022. Nobody has reported anything yet: quý I (due 12/4 after the holiday) and quý II (due 11/7) are overdue,
quý III has begun.

    task 1   no agency at all
    task 2   split to the districts of the group (Cờ Đỏ, Ô Môn, Phong Điền), continuing
    task 3   Đảng đoàn Liên hiệp Hội, continuing; Báo Cần Thơ coordinates
    task 4   Báo Cần Thơ and Đài PT-TH lead side by side, continuing
    task 5   Đảng đoàn Liên hiệp Hội, a product due 15/7/2022 (the day after the story day)
    task 6   Ban Tuyên giáo Thành ủy itself: its half-yearly report to Ban Thường vụ (confirmed by a leader of Thành ủy)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from agencies.choices import AgencyKind, Duty, Level, Side
from agencies.models import Agency, AgencyGroup, Officer
from agencies.services import appoint, create_agency, create_group, create_officer, load_holidays
from directives.choices import LinkKind, Purpose
from directives.models import Directive
from directives.services import Entry, address_to, get_or_record_stub, link, record_directive
from plans.choices import Occasion, Role, TaskKind
from plans.models import Plan, Reminder, ReportingDuty, Task, WorkItem
from plans.services.items import open_periods
from plans.services.planning import add_duty, add_task, assign, open_plan, split_group
from plans.services.publishing import publish
from tests.kept import Kept, can_put_back

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2022, 7, 14, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()
PUBLISHED = datetime(2022, 1, 4, 8, 0, tzinfo=ZONE)
LONG_AGO = date(2015, 10, 1)
# Every username of the cast, for `@pytest.mark.parametrize("username", CAST)`.
CAST = ("vanphong", "lanhdao", "lhh", "baocantho", "quangngai", "phuthien", "truongban", "codo", "quantri")


def moment(day: date | str, hour: int = 9, minute: int = 0) -> datetime:
    """A local time on a day (a date, or ISO text)."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


@contextmanager
def clock_at(when: datetime | date | str) -> Iterator[datetime]:
    """What `django.utils.timezone.now()` says inside the block (nine o'clock when only a day is given)."""
    now = when if isinstance(when, datetime) else moment(when)
    with patch.object(timezone, "now", return_value=now):
        yield now


@dataclass(frozen=True, slots=True)
class Agencies:
    """Bodies of the world, by the words people use for them."""

    ban_bi_thu: Agency
    thanh_uy: Agency
    ban_tuyen_giao: Agency
    van_phong_thanh_uy: Agency
    dang_doan_lhh: Agency
    bao_can_tho: Agency
    dai_pt_th: Agency
    co_do: Agency
    o_mon: Agency
    phong_dien: Agency
    tinh_uy_quang_ngai: Agency
    ban_tuyen_giao_quang_ngai: Agency
    tinh_uy_gia_lai: Agency
    huyen_uy_phu_thien: Agency
    van_phong_phu_thien: Agency
    cac_huyen_uy: AgencyGroup


@dataclass(frozen=True, slots=True)
class World:
    """Everything the `world` fixture made; `world.officers[username]` gives one of the cast."""

    agencies: Agencies
    officers: dict[str, Officer]
    chi_thi_42: Directive
    ket_luan_93: Directive
    cong_van_54: Directive
    plan: Plan
    tasks: dict[str, Task]
    report_duty: ReportingDuty

    def officer(self, username: str) -> Officer:
        """The officer as the database has them, with nothing cached, as a new request would."""
        return Officer.objects.get(username=username)

    def item(self, path: str, agency: Agency, period: str = "") -> WorkItem:
        """The work item of a task's line; `period` is the label ("quý II/2022") where the line lives on a cycle."""
        items = WorkItem.objects.with_names().filter(task=self.tasks[path], agency=agency)
        return items.get(period__label=period) if period else items.get(period=None)


def login(client: Client, officer: Officer | str) -> Client:
    """Sign somebody in without the form."""
    client.force_login(Officer.objects.get(username=officer) if isinstance(officer, str) else officer)
    return client


def _central() -> Agency:
    return create_agency(
        name="Ban Bí thư Trung ương Đảng", short_name="Ban Bí thư", kind=AgencyKind.COMMITTEE, level=Level.CENTRAL, symbol="TW",
        place="Hà Nội",
    )  # fmt: skip


def _can_tho() -> dict[str, Agency]:
    """Thành ủy Cần Thơ with the bodies under it."""
    city = create_agency(
        name="Thành ủy Cần Thơ", short_name="Thành ủy", kind=AgencyKind.COMMITTEE, level=Level.PROVINCE, symbol="TU",
        place="Cần Thơ", acting_body="Ban Thường vụ",
    )  # fmt: skip

    def under(name: str, short: str, kind: str, *, level: str = Level.PROVINCE, symbol: str = "", serves: bool = False,
              side: str = Side.PARTY, acting: str = "", place: str = "") -> Agency:  # fmt: skip
        return create_agency(
            name=name, short_name=short, kind=kind, level=level, parent=city, symbol=symbol, side=side, acting_body=acting,
            serves=city if serves else None, place=place,
        )  # fmt: skip

    def district(name: str, place: str) -> Agency:
        return under(
            name,
            name,
            AgencyKind.COMMITTEE,
            level=Level.DISTRICT,
            symbol=name[0] + "U",
            acting="Ban Thường vụ",
            place=place,
        )

    return {
        "thanh_uy": city,
        "ban_tuyen_giao": under(
            "Ban Tuyên giáo Thành ủy Cần Thơ",
            "Ban Tuyên giáo Thành ủy",
            AgencyKind.PARTY_ORGAN,
            symbol="BTGTU",
            serves=True,
        ),
        "van_phong_thanh_uy": under(
            "Văn phòng Thành ủy Cần Thơ", "Văn phòng Thành ủy", AgencyKind.PARTY_ORGAN, symbol="VPTU", serves=True
        ),
        "dang_doan_lhh": under(
            "Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ",
            "Đảng đoàn Liên hiệp Hội",
            AgencyKind.PARTY_GROUP,
        ),
        "bao_can_tho": under("Báo Cần Thơ", "Báo Cần Thơ", AgencyKind.PRESS),
        "dai_pt_th": under(
            "Đài Phát thanh và Truyền hình thành phố Cần Thơ", "Đài PT-TH thành phố", AgencyKind.PRESS, side=Side.STATE
        ),
        "co_do": district("Huyện ủy Cờ Đỏ", "Cờ Đỏ"),
        "o_mon": district("Quận ủy Ô Môn", "Ô Môn"),
        "phong_dien": district("Huyện ủy Phong Điền", "Phong Điền"),
    }


def _other_provinces() -> dict[str, Agency]:
    """Quảng Ngãi and Gia Lai: neighbours who must see nothing of Cần Thơ."""
    quang_ngai = create_agency(
        name="Tỉnh ủy Quảng Ngãi", kind=AgencyKind.COMMITTEE, level=Level.PROVINCE, symbol="TU", place="Quảng Ngãi",
        acting_body="Ban Thường vụ",
    )  # fmt: skip
    gia_lai = create_agency(
        name="Tỉnh ủy Gia Lai", kind=AgencyKind.COMMITTEE, level=Level.PROVINCE, symbol="TU", place="Gia Lai",
        acting_body="Ban Thường vụ",
    )  # fmt: skip
    phu_thien = create_agency(
        name="Huyện ủy Phú Thiện", kind=AgencyKind.COMMITTEE, level=Level.DISTRICT, symbol="HU", parent=gia_lai,
        place="Phú Thiện", acting_body="Ban Thường vụ",
    )  # fmt: skip
    return {
        "tinh_uy_quang_ngai": quang_ngai,
        "ban_tuyen_giao_quang_ngai": create_agency(
            name="Ban Tuyên giáo Tỉnh ủy Quảng Ngãi", kind=AgencyKind.PARTY_ORGAN, level=Level.PROVINCE, symbol="BTGTU",
            parent=quang_ngai, serves=quang_ngai,
        ),
        "tinh_uy_gia_lai": gia_lai,
        "huyen_uy_phu_thien": phu_thien,
        "van_phong_phu_thien": create_agency(
            name="Văn phòng Huyện ủy Phú Thiện", kind=AgencyKind.PARTY_ORGAN, level=Level.DISTRICT, symbol="VPHU",
            parent=phu_thien, serves=phu_thien,
        ),
    }  # fmt: skip


def make_agencies() -> Agencies:
    """The agencies and the one group of the world."""
    made = {"ban_bi_thu": _central(), **_can_tho(), **_other_provinces()}
    group = create_group(
        owner=made["thanh_uy"], name="các quận ủy, huyện ủy", members=[made["co_do"], made["o_mon"], made["phong_dien"]],
        since=LONG_AGO,
    )  # fmt: skip
    return Agencies(**{f.name: made[f.name] for f in fields(Agencies) if f.name in made}, cac_huyen_uy=group)


def make_officer(username: str, full_name: str, agency: Agency, duty: str = Duty.CLERK, title: str = "") -> Officer:
    """An officer with one post since long ago; the password is `dondoc-minh-hoa`. Sample accounts sign in only in the demo."""
    officer = create_officer(
        username=username,
        full_name=full_name,
        email=f"{username}@example.vn",
        password="dondoc-minh-hoa",
    )
    appoint(officer, agency=agency, duty=duty, title=title, since=LONG_AGO)
    return officer


def make_officers(at: Agencies) -> dict[str, Officer]:
    """The nine of the cast."""
    leader = Duty.LEADER
    made = (
        make_officer("vanphong", "Nguyễn Thị Hồng Vân", at.ban_tuyen_giao, title="Chuyên viên"),
        make_officer("truongban", "Trần Quốc Khải", at.ban_tuyen_giao, leader, "Trưởng ban"),
        make_officer("lanhdao", "Lê Minh Triết", at.thanh_uy, leader, "Ủy viên Ban Thường vụ"),
        make_officer("lhh", "Phạm Thanh Tùng", at.dang_doan_lhh),
        make_officer("baocantho", "Đỗ Ngọc Ánh", at.bao_can_tho),
        make_officer("codo", "Huỳnh Văn Lộc", at.co_do),
        make_officer("quangngai", "Võ Thị Kim Liên", at.ban_tuyen_giao_quang_ngai),
        make_officer("phuthien", "Rơ Mah Hùng", at.van_phong_phu_thien),
        make_officer("quantri", "Bùi Đức Anh", at.thanh_uy, Duty.ADMINISTRATOR),
    )
    return {officer.username: officer for officer in made}


def make_documents(at: Agencies, by: Officer) -> tuple[Directive, Directive, Directive]:
    """d01 and d02 as stubs, d04 in full, with their links and addressees."""
    office, now = at.ban_tuyen_giao, moment("2020-12-25")
    d01 = get_or_record_stub(
        Entry("CT", "42-CT/TW", issuer_text="Bộ Chính trị khóa X", issued_on=date(2010, 4, 16), subject="Chỉ thị về Liên hiệp Hội"),
        office=office, by=by, now=now,
    )  # fmt: skip
    d02 = get_or_record_stub(
        Entry("KL", "93-KL/TW", issuer=at.ban_bi_thu, issued_on=date(2020, 11, 20), subject="Tiếp tục thực hiện Chỉ thị 42-CT/TW"),
        office=office, by=by, now=now,
    )  # fmt: skip
    d04 = record_directive(
        Entry(
            "CV", "Số 54-CV/TU", issuer=at.thanh_uy, acting_body="Ban Thường vụ", place="Cần Thơ", issued_on=date(2020, 12, 24),
            subject="Triển khai thực hiện Kết luận 93-KL/TW", signer_authority="T/M BAN THƯỜNG VỤ", signer_title="PHÓ BÍ THƯ",
            signer_name="Phạm Văn Hiếu",
        ),
        office=office, by=by, now=now,
    )  # fmt: skip
    link(d02, superior=d01, kind=LinkKind.CONTINUES, by=by)
    link(d04, superior=d02, kind=LinkKind.IMPLEMENTS, by=by)
    link(d04, superior=d01, kind=LinkKind.IMPLEMENTS, by=by)
    address_to(
        d04, agencies=[at.dang_doan_lhh], groups=[at.cac_huyen_uy], purpose=Purpose.EXECUTE, since=date(2020, 12, 24)
    )
    return d01, d02, d04


def make_tasks(plan: Plan, at: Agencies, by: Officer) -> tuple[dict[str, Task], ReportingDuty]:
    """The six tasks of the module's docstring with their lines, still a draft."""
    now = PUBLISHED

    def task(
        path: str, heading: str, kind: str = TaskKind.CONTINUING, due_on: date | None = None, product: str = ""
    ) -> Task:
        return add_task(
            plan, by=by, path=path, heading=heading, source_text=f"Tóm lược mục {path}: {heading.lower()}.", is_verbatim=False,
            kind=kind, due_on=due_on, product=product,
        )  # fmt: skip

    tasks = {
        "1": task("1", "Tuyên truyền, quán triệt Kết luận 93-KL/TW"),
        "2": task("2", "Tiếp tục chỉ đạo thực hiện Chỉ thị 42-CT/TW và Kết luận 93-KL/TW"),
        "3": task("3", "Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội"),
        "4": task("4", "Mở chuyên trang, chuyên mục về trí thức tiêu biểu"),
        "5": task("5", "Xây dựng kế hoạch triển khai", TaskKind.PRODUCT, date(2022, 7, 15), "Kế hoạch của Đảng đoàn"),
        "6": task("6", "Theo dõi, đôn đốc, báo cáo Ban Thường vụ", TaskKind.SUPERVISION),
    }
    split_group(tasks["2"], by=by, now=now, group=at.cac_huyen_uy)
    assign(tasks["3"], by=by, now=now, role=Role.LEAD, agency=at.dang_doan_lhh)
    assign(tasks["3"], by=by, now=now, role=Role.COORDINATING, agency=at.bao_can_tho)
    assign(tasks["4"], by=by, now=now, role=Role.LEAD, agency=at.bao_can_tho)
    assign(tasks["4"], by=by, now=now, role=Role.LEAD, agency=at.dai_pt_th)
    assign(tasks["5"], by=by, now=now, role=Role.LEAD, agency=at.dang_doan_lhh)
    own = assign(tasks["6"], by=by, now=now, role=Role.LEAD, agency=at.ban_tuyen_giao)
    duty = add_duty(
        plan, by=by, name="Báo cáo 6 tháng gửi Ban Thường vụ Thành ủy", recurrence="half_yearly", since=PUBLISHED.date(),
        assignment=own, recipient=at.thanh_uy, wording="định kỳ báo cáo", is_report=True, days_after=15,
    )  # fmt: skip
    return tasks, duty


def make_world() -> World:
    """Build the whole world; needs a database, takes a third of a second."""
    load_holidays((2022,))
    at = make_agencies()
    officers = make_officers(at)
    by = officers["vanphong"].enter(on=PUBLISHED.date())
    d01, d02, d04 = make_documents(at, by)
    plan = open_plan(d04, owner=at.ban_tuyen_giao, by=by, now=moment("2022-01-03"))
    tasks, duty = make_tasks(plan, at, by)
    plan = publish(plan, by=by, now=PUBLISHED)
    for day in ("2022-04-01", "2022-07-01"):
        open_periods(on=date.fromisoformat(day), now=moment(day, 0, 5))
    # What was given on the day of publishing was told on the next morning, half a year before the stories.
    Reminder.objects.filter(occasion=Occasion.ASSIGNED).delete()
    return World(at, officers, d01, d02, d04, plan, tasks, duty)


@pytest.fixture(scope="session")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Kept[World] | None:
    """The world made once; nothing where the server forbids to put it back."""
    with django_db_blocker.unblock():
        return Kept.of(make_world) if can_put_back() else None


@pytest.fixture
def world(db: None, kept_world: Kept[World] | None) -> World:
    """The world on 14/7/2022; the clock is not moved by it (ask for `at` when a view reads the clock)."""
    return kept_world.again() if kept_world else make_world()


@pytest.fixture
def at() -> Iterator[Callable[[datetime | date | str], datetime]]:
    """`at("2022-07-14")` sets the clock that views read until the test ends; starts on the story day."""
    with patch.object(timezone, "now", return_value=NOW) as clock:

        def move(when: datetime | date | str) -> datetime:
            clock.return_value = when if isinstance(when, datetime) else moment(when)
            return clock.return_value  # type: ignore[no-any-return]

        yield move
