"""How far the words of a document may be believed to name a body of the catalogue, as seen from where its issuer stands. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from agencies import naming
from agencies.catalogue import Catalogue, Form, Ring, Strength, Unit
from agencies.naming import Name

_WHY = {
    Strength.FULL: "đúng tên đầy đủ",
    Strength.SHORT: "đúng tên ngắn",
    Strength.ALIAS: "tên gọi khác",
    Strength.BARE: "tên không kèm địa danh",
}
_NO_ISSUER = "chưa rõ cơ quan ban hành"
ELSEWHERE_TOO = "cùng tên, khác địa phương"


class Trust(IntEnum):
    """How far a hit may be believed."""

    OUT = 0
    FAR = 1
    WEAK = 2
    OK = 3


class Hit(NamedTuple):
    """An agency that the words may name, as seen from the issuer."""

    trust: Trust
    ring: Ring
    strength: Strength
    agency_id: int
    why: str

    @property
    def rank(self) -> tuple[int, int, int]:
        """Higher is better: believed, near, by a fuller name."""
        return self.trust, -self.ring, self.strength


@dataclass(frozen=True, slots=True)
class Frame:
    """From where words are read: the issuer's place, and whether the issuer is known; a letterhead is read from the office."""

    issuer_id: int | None
    office_id: int
    unit: Unit
    known: bool
    is_letterhead: bool = False


def judge(catalogue: Catalogue, name: Name, form: Form, strength: Strength, frame: Frame) -> Hit:
    """How well one name of an agency answers the words."""
    ring = catalogue.ring(form.agency_id, frame.unit)
    weigh: Callable[..., tuple[Trust, str]] = _placed if name.places else _deictic
    trust, why = weigh(catalogue, name, form, strength, ring, frame)
    return Hit(trust, ring, strength, form.agency_id, why or _WHY[strength])


def _placed(
    catalogue: Catalogue, name: Name, form: Form, strength: Strength, ring: Ring, frame: Frame
) -> tuple[Trust, str]:
    """Words that say their place: it must be the agency's, at a level that is said or cannot be mistaken."""
    unit = catalogue.units[form.agency_id]
    if not unit or name.places[0] != unit[-1] or not set(name.places) <= set(unit):
        if strength == Strength.BARE:
            return Trust.OUT, ""
        return (Trust.OK if strength == Strength.FULL and ring != Ring.ELSEWHERE else Trust.WEAK), ""
    said, is_type = naming.said_type(name), catalogue.types.get(unit, "")
    if name.level and is_type and name.level != is_type:
        return Trust.OUT, ""
    if len(unit) > 1 and not said and strength == Strength.BARE:
        return Trust.WEAK, "không ghi rõ cấp"
    if len(unit) > 1 and unit[0] not in name.places:  # districts of one name lie in several provinces
        if ring == Ring.ELSEWHERE:
            return Trust.FAR, ELSEWHERE_TOO
        if not (frame.known or frame.is_letterhead):
            return Trust.WEAK, _NO_ISSUER
    return Trust.OK, ""


def _deictic(
    catalogue: Catalogue, name: Name, form: Form, strength: Strength, ring: Ring, frame: Frame
) -> tuple[Trust, str]:
    """Words without a place mean the issuer's own province or district, or the centre."""
    unit = catalogue.units[form.agency_id]
    if ring == Ring.ELSEWHERE:
        return Trust.FAR, ELSEWHERE_TOO
    said, depths = naming.said_type(name), naming.said_depths(name)
    if said and len(unit) not in depths:
        return Trust.FAR, "khác cấp"
    if said and catalogue.types.get(unit, said) != said:
        return Trust.FAR, "khác loại địa phương"
    if not unit and (0 in depths or (strength == Strength.FULL and not naming.stands_everywhere(name.core))):
        return Trust.OK, ""
    if not frame.known:
        return Trust.WEAK, _NO_ISSUER
    taught = strength == Strength.ALIAS and form.branch is not None
    if unit and not taught and _is_part_of_another(catalogue, name, form.agency_id, frame):
        return Trust.WEAK, "thuộc cơ quan khác"
    return _near_by(catalogue, name, form, strength, ring, frame)


def _is_part_of_another(catalogue: Catalogue, name: Name, agency_id: int, frame: Frame) -> bool:
    """Whether the agency is a department of a body that neither the words name nor the issuer belongs to ("Phòng Tổng hợp")."""
    facts = catalogue.facts
    parent = facts.get(facts[agency_id].parent_id or 0)
    if parent is None or frame.issuer_id is None or parent.id in catalogue.above(frame.issuer_id):
        return False
    full = naming.canonical(parent.name)
    core = naming.parse(full, {place for place in catalogue.units[parent.id] if place}).core
    return not naming.type_of_place(full) and not set(core.split()) <= set(name.core.split())


def _near_by(
    catalogue: Catalogue, name: Name, form: Form, strength: Strength, ring: Ring, frame: Frame
) -> tuple[Trust, str]:
    """Words without a place, of a known issuer: its own level is meant unless the words say another."""
    unit, depths = catalogue.units[form.agency_id], naming.said_depths(name)
    if strength == Strength.BARE and (naming.has_own_name(form.name.core) or len(name.core.split()) < 2):
        return Trust.WEAK, "thiếu địa danh"
    if ring == Ring.SAME:
        return (Trust.OK, "") if not depths or len(unit) in depths else (Trust.WEAK, "khác cấp")
    if ring == Ring.ABOVE:
        sure = len(unit) in depths or (not unit and strength == Strength.ALIAS)
        return (Trust.OK, "") if sure else (Trust.WEAK, "thuộc cấp trên")
    taught = strength == Strength.ALIAS and form.branch is not None
    own = frame.issuer_id in catalogue.above(form.agency_id) and not naming.stands_everywhere(name.core)
    proper = strength == Strength.FULL and own and not naming.said_type(name) and len(name.core.split()) > 2
    return (Trust.OK, "") if taught or proper else (Trust.WEAK, "thuộc cấp dưới")
