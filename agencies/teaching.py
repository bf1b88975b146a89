"""What an office teaches the catalogue while it enters documents: other names of bodies, and bodies it did not know.

Both hold in the office's branch: the committee or union that the office serves, or else the office itself, and all under it.
So a name that Ban Tuyên giáo Thành ủy teaches is understood by every body of the city, and by nobody of another province.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from agencies import naming, trees
from agencies.choices import AgencyKind, Duty, Level, Side
from agencies.models import Agency, AgencyAlias, Officer
from agencies.services import create_agency
from agencies.text import nfc, search_key
from agencies.verdict import Denied

_LONGEST = 250
_NOT_OF_OFFICE = "Chỉ văn thư, chuyên viên hoặc lãnh đạo của cơ quan nhập văn bản mới được bổ sung danh mục."


@dataclass(frozen=True, slots=True)
class Taught:
    """An alias as it now stands; `moved_from` is the agency that the same words meant before, `is_new` tells it was not known."""

    alias: AgencyAlias
    is_new: bool = False
    moved_from: Agency | None = None


def branch_of(office: Agency) -> Agency:
    """Whose subtree uses what the office teaches: the body that it serves, or else the office itself."""
    return office.serves or office


@transaction.atomic
def teach_alias(agency: Agency, *, text: str, office: Agency, by: Officer) -> Taught:
    """Keep another way of naming an agency for the office's branch; of two meanings of one text the newest holds."""
    _require_office(office, by)
    words = " ".join(nfc(text).split())
    _require_alias(agency, words, by)
    branch = Agency.objects.select_for_update(of=("self",)).get(pk=branch_of(office).pk)
    _require_telling(agency, words, branch)
    known = AgencyAlias.objects.select_related("agency").filter(branch=branch, search_key=search_key(words)).first()
    if known is None:
        return Taught(AgencyAlias.objects.create(agency=agency, text=words, branch=branch), is_new=True)
    if known.agency_id == agency.pk:
        return Taught(known)
    before, known.agency, known.text = known.agency, agency, words
    known.save(update_fields=["agency", "text", "search_key"])
    return Taught(known, moved_from=before)


@transaction.atomic
def create_provisional(
    *,
    name: str,
    office: Agency,
    by: Officer,
    kind: str | None = None,
    parent: Agency | None = None,
    side: str | None = None,
    level: str | None = None,
) -> Agency:
    """A body that the catalogue lacks, within the office's branch until its administrator confirms or merges it.

    What is not given is guessed from the words of the name and from the superior, which is the head of the branch unless said.
    """
    _require_office(office, by)
    words = naming.bare_words(name) or " ".join(nfc(name).split())
    _require_name(words)
    branch = Agency.objects.select_for_update(of=("self",)).get(pk=branch_of(office).pk)
    within = trees.ids_below([branch.pk])
    superior = parent or branch
    if superior.pk not in within:
        raise Denied(f"Cơ quan tạm ghi phải nằm trong phạm vi của {branch.label}.")
    _refuse_known(words, branch, within, by)
    return create_agency(
        name=words,
        kind=kind or guessed_kind(words),
        side=side or guessed_side(words),
        level=level or guessed_level(words, superior),
        parent=superior,
        provisional=True,
        recorded_by=office,
    )


def _require_office(office: Agency, by: Officer) -> None:
    if by.post_in([office.pk], Duty.CLERK, Duty.LEADER) is None:
        raise Denied(_NOT_OF_OFFICE)


def _require_name(words: str) -> None:
    if not search_key(words):
        raise Denied("Cần nhập tên cơ quan, đơn vị.")
    if len(words) > _LONGEST:
        raise Denied(f"Tên cơ quan dài quá {_LONGEST} ký tự.")
    if naming.is_generic(naming.canonical(words)):
        raise Denied(f"“{words}” chỉ nhiều cơ quan; hãy chọn nhóm đơn vị hoặc để chưa xác định đơn vị.")


def _require_alias(agency: Agency, words: str, by: Officer) -> None:
    key = search_key(words)
    if not key:
        raise Denied("Cần nhập cách gọi khác của cơ quan.")
    if len(words) > _LONGEST:
        raise Denied(f"Cách gọi khác dài quá {_LONGEST} ký tự.")
    if key == search_key(agency.name):
        raise Denied("Đây đã là tên chính thức của cơ quan, không cần ghi nhớ thêm.")
    if naming.is_category(naming.canonical(words)):
        raise Denied(f"“{words}” chỉ nhiều cơ quan nên không ghi nhớ làm tên gọi của một cơ quan.")
    if not Agency.objects.visible_to(by).filter(pk=agency.pk).exists():
        raise Denied("Không tìm thấy cơ quan này trong danh mục.")


def _require_telling(agency: Agency, words: str, branch: Agency) -> None:
    """Words that say another level, or that every district's body shares, would mislead the next reader."""
    said = naming.parse(naming.canonical(words), {search_key(agency.place)} - {""})
    own = naming.parse(naming.canonical(agency.name), {search_key(agency.place)} - {""})
    depth = list(_LEVEL_OF_DEPTH.values()).index(Level(agency.level))
    depths = naming.said_depths(said)
    if depths and depth not in depths and naming.said_type(said) != naming.said_type(own):
        raise Denied(f"“{words}” là cách gọi của cơ quan cấp khác nên không ghi nhớ cho {agency.label}.")
    if agency.level != branch.level and said.core == own.core and not said.places:
        raise Denied(f"“{words}” là cách gọi chung của nhiều cơ quan nên không ghi nhớ cho {agency.label}.")


def _refuse_known(words: str, branch: Agency, within: frozenset[int], by: Officer) -> None:
    """The same words, abbreviated or not, may not name a second body of the branch, of its place or of the centre."""
    near = Q(id__in=within) | Q(level=Level.CENTRAL)
    if branch.place:
        near |= Q(place=branch.place)
    wanted = naming.canonical(words)
    for known in Agency.objects.visible_to(by).filter(near, ended_on__isnull=True).only("name", "short_name"):
        if wanted in {naming.canonical(known.name), naming.canonical(known.short_name)}:
            raise Denied(f"Danh mục đã có “{known.name}”; hãy chọn cơ quan đó.")
    alias = AgencyAlias.objects.select_related("agency").filter(branch=branch, search_key=search_key(words)).first()
    if alias is not None:
        raise Denied(f"“{words}” đang là cách gọi khác của “{alias.agency.name}”; hãy chọn cơ quan đó.")


_COMMITTEES = "tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy"
# The first kind of which a beginning fits decides; words without diacritics.
_KINDS = (
    (AgencyKind.PARTY_GROUP, "ban can su dang|dang doan"),
    (AgencyKind.COMMITTEE, f"{_COMMITTEES}|chi bo|dang bo|ban chap hanh dang bo"),
    (AgencyKind.PARTY_ORGAN, rf"(?:ban|van phong|uy ban kiem tra|truong chinh tri)\b.*\b(?:{_COMMITTEES})"),
    (AgencyKind.PARTY_ORGAN, "ban (?:tuyen giao|to chuc|dan van|noi chinh)"),
    (AgencyKind.PRESS, "bao(?! hiem)|tap chi|dai (?:phat thanh|truyen hinh|truyen thanh)|cong thong tin"),
    (AgencyKind.FRONT, "mat tran|doan thanh nien|(?:tinh|thanh|huyen|quan) doan|lien doan lao dong|cong doan"),
    (AgencyKind.FRONT, "hoi (?:lien hiep phu nu|nong dan|cuu chien binh)"),
    (
        AgencyKind.STATE,
        "hoi dong nhan dan|uy ban|so|phong|chi cuc|cuc|vu|bo|cong an|thanh tra|toa an|vien kiem sat|kho bac",
    ),
    (AgencyKind.STATE, "bao hiem xa hoi|ban quan ly|ban chi dao|van phong"),
    (AgencyKind.ASSOCIATION, "lien hiep|lien minh|hoi|hiep hoi|cau lac bo"),
)
_STATE_UNITS = re.compile(r"(?:truong|dai hoc|benh vien|trung tam|vien|dai|lien hiep|lien minh|hoi|hiep hoi)\b")
_LEVEL_OF_DEPTH = {0: Level.CENTRAL, 1: Level.PROVINCE, 2: Level.DISTRICT, 3: Level.COMMUNE}


def guessed_kind(name: str) -> AgencyKind:
    """What kind of body a name tells ("Sở …": a state body); a unit when it tells nothing."""
    words = naming.canonical(name)
    return next((kind for kind, pattern in _KINDS if re.match(rf"(?:{pattern})\b", words)), AgencyKind.UNIT)


def guessed_side(name: str) -> Side:
    """Which side a name tells: state departments, broadcasters, schools and associations; the party's otherwise."""
    words = naming.canonical(name)
    by_kind = guessed_kind(name) == AgencyKind.STATE or bool(_STATE_UNITS.match(words))
    is_mass = guessed_kind(name) == AgencyKind.FRONT
    return Side.STATE if by_kind and not is_mass else Side.PARTY


def guessed_level(name: str, superior: Agency) -> Level:
    """The level that the name says, but never above the superior's; that of the superior when it says none."""
    known = {search_key(superior.place)} - {""}
    parsed = naming.parse(naming.canonical(name), known)
    order = list(_LEVEL_OF_DEPTH.values())
    highest = order.index(Level(superior.level))
    said = sorted(
        depth for depth in naming.said_depths(parsed) or naming.depths_within(parsed.full) if depth >= highest
    )
    return _LEVEL_OF_DEPTH[said[0]] if said else Level(superior.level)
