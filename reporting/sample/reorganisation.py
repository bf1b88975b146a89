"""The sample after the reorganisation of 2025, told with the product's own verb of handing over.

Known facts: Ban Tuyên giáo and Ban Dân vận became Ban Tuyên giáo và Dân vận in February 2025; on 01/7/2025 the districts ended, Hậu Giang
and Sóc Trăng joined Cần Thơ, Kon Tum joined Quảng Ngãi, Bình Định joined Gia Lai. Made up and marked so: the decisions' numbers, the day in
February, the officers, and that each district's open work goes to the one commune or ward that bears its name (in truth a district
became several). Bodies whose successors are not certain (đảng đoàn, ban cán sự đảng, the districts of Quảng Ngãi, the old communes) stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import get_current_timezone

from agencies.choices import AgencyKind, Duty, Level
from agencies.models import Agency, Officer
from agencies.services import appoint, create_agency, create_officer
from plans.services.handover import Decision, hand_over
from reporting.sample.officers import MAIL_DOMAIN
from reporting.sample.people import SINCE, People, ensure_people

FEBRUARY, JULY = date(2025, 2, 20), date(2025, 7, 1)
ISSUER = "Ban Thường vụ cấp ủy có thẩm quyền (số liệu minh họa)"


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body that begins with the reorganisation, or one outside the first sample that ends with it."""

    key: str
    name: str
    parent: str
    kind: AgencyKind = AgencyKind.COMMITTEE
    level: Level = Level.COMMUNE
    serves: str = ""
    short: str = ""
    symbol: str = "ĐU"


@dataclass(frozen=True, slots=True)
class Change:
    """One body that ends on a day, and those that follow it, the main one first."""

    old: str
    new: tuple[str, ...]
    day: date = JULY


CITY_WARDS = (
    ("ninh_kieu", "phường Ninh Kiều"), ("binh_thuy", "phường Bình Thủy"), ("cai_rang", "phường Cái Răng"),
    ("o_mon", "phường Ô Môn"), ("thot_not", "phường Thốt Nốt"), ("phong_dien", "xã Phong Điền"), ("co_do", "xã Cờ Đỏ"),
    ("thoi_lai", "xã Thới Lai"), ("vinh_thanh", "xã Vĩnh Thạnh"),
)  # fmt: skip


def _province(key: str, name: str) -> NewBody:
    return NewBody(key, name, "trung_uong", level=Level.PROVINCE, symbol="TU")


def _propaganda(key: str, name: str, committee: str) -> NewBody:
    return NewBody(
        key, name, committee, AgencyKind.PARTY_ORGAN, Level.PROVINCE, committee, name.replace(" Cần Thơ", ""), "BTGDVTU"
    )


NEW_BODIES = (
    _province("hau_giang", "Tỉnh ủy Hậu Giang"),
    _province("soc_trang", "Tỉnh ủy Sóc Trăng"),
    _province("kon_tum", "Tỉnh ủy Kon Tum"),
    _province("binh_dinh", "Tỉnh ủy Bình Định"),
    _propaganda("tgdv", "Ban Tuyên giáo và Dân vận Thành ủy Cần Thơ", "thanh_uy"),
    _propaganda("qn_tgdv", "Ban Tuyên giáo và Dân vận Tỉnh ủy Quảng Ngãi", "qn"),
    _propaganda("gl_tgdv", "Ban Tuyên giáo và Dân vận Tỉnh ủy Gia Lai", "gl"),
    *(NewBody(f"moi_{key}", f"Đảng ủy {name}", "thanh_uy") for key, name in CITY_WARDS),
    NewBody("moi_pt", "Đảng ủy xã Phú Thiện", "gl"),
    NewBody(
        "moi_pt_vp", "Văn phòng Đảng ủy xã Phú Thiện", "moi_pt", AgencyKind.PARTY_ORGAN, serves="moi_pt", symbol="VPĐU"
    ),
)

CHANGES = (
    Change("tuyen_giao", ("tgdv",), FEBRUARY),
    Change("dan_van", ("tgdv",), FEBRUARY),
    Change("qn_tuyen_giao", ("qn_tgdv",), FEBRUARY),
    Change("gl_tuyen_giao", ("gl_tgdv",), FEBRUARY),
    *(Change(key, (f"moi_{key}",)) for key, _ in CITY_WARDS),
    Change("pt_van_phong", ("moi_pt_vp",)),
    Change("pt", ("moi_pt",)),
    Change("hau_giang", ("thanh_uy",)),
    Change("soc_trang", ("thanh_uy",)),
    Change("kon_tum", ("qn",)),
    Change("binh_dinh", ("gl",)),
)


@transaction.atomic
def reorganise(*, today: date) -> int:
    """Hand over what is not handed over yet, recorded on `today`; returns how many bodies ended. A second run changes nothing.

    The year of the sample ends on the day it is loaded, so its bodies live until then: where that day is later than the true one,
    the change takes effect on it.
    """
    people = ensure_people()
    for body in NEW_BODIES:
        people.agencies[body.key] = _body(body, people)
    by = _administrator(people)
    now = datetime.combine(today, time(17, 30), tzinfo=get_current_timezone())
    ended = 0
    for number, change in enumerate(CHANGES, start=1):
        old = Agency.objects.get(pk=people.agencies[change.old].pk)
        if old.ended_on is None:
            day = max(change.day, today)
            decision = Decision(f"{number:02d}-QĐ/MẪU", min(change.day, today), ISSUER, day)
            successors = [people.agencies[key] for key in change.new]
            hand_over(old, by=by.enter(on=today), now=now, successors=successors, decision=decision)
            ended += 1
    return ended


def _body(body: NewBody, people: People) -> Agency:
    known = Agency.objects.filter(name=body.name).first()
    return known or create_agency(
        name=body.name, kind=body.kind, level=body.level, short_name=body.short, parent=people.agencies[body.parent],
        serves=people.agencies[body.serves] if body.serves else None, symbol=body.symbol,
    )  # fmt: skip


def _administrator(people: People) -> Officer:
    """Who administers above all provinces: only there a merger of two of them can be recorded."""
    known = Officer.objects.filter(username="quantri-tw").first()
    if known is not None:
        return known
    officer = create_officer(
        username="quantri-tw", full_name="Đinh Hữu Phước", email=f"quantri-tw@{MAIL_DOMAIN}", is_sample=True
    )
    appoint(
        officer, agency=people.agencies["trung_uong"], duty=Duty.ADMINISTRATOR, title="Quản trị hệ thống", since=SINCE
    )
    return officer
