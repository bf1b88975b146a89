"""Which agency or group of the catalogue the printed words of a document mean.

A wrong sure match costs more than an unknown one. So words are sure only where nothing has to be guessed: a name with its place, or
a name without it ("Ban Tuyên giáo Tỉnh ủy") that one body of the issuer's own province or district bears. The same name elsewhere
is shown as a candidate, never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q

from agencies import naming
from agencies.believing import ELSEWHERE_TOO, Frame, Hit, Trust, judge
from agencies.catalogue import Catalogue, Form, Ring, Strength, Unit
from agencies.choices import AgencyKind
from agencies.models import Agency, AgencyGroup, Officer
from agencies.naming import Category, Name
from agencies.text import search_key


class MatchKind(StrEnum):
    """What the words turned out to be."""

    AGENCY = "agency"
    GROUP = "group"
    OPEN_SET = "open_set"  # "các cơ quan có liên quan": stays text until the office fills it
    SEVERAL = "several"  # more than one body bears this name equally well
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A choice offered to the officer; `key` is "a12" (agency) or "g3" (group), `why` a short Vietnamese reason."""

    key: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """What printed words mean. Not `sure`: an id, when given, is the likeliest and waits for the officer's look.

    `acting` is the collective that acts for the committee of `agency_id` ("Ban Thường vụ"), when the words name it.
    """

    kind: MatchKind
    agency_id: int | None = None
    group_id: int | None = None
    candidates: tuple[Candidate, ...] = ()
    sure: bool = False
    acting: str = ""


UNKNOWN = Match(MatchKind.UNKNOWN)
_MOST = 3
_LIKE_ENOUGH = 0.5
_PARTS = re.compile(r"\s*[,;]\s*|\s+và\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group in memory, with its number of members on the day."""

    id: int
    name: str
    owner_id: int
    members: int
    words: Category


@dataclass(slots=True)
class Matcher:
    """The catalogue as one officer sees it on one day; matching asks the database nothing."""

    catalogue: Catalogue
    groups: tuple[_Group, ...] = ()
    _known: dict[tuple[str, str, int | None, int], Match] = field(default_factory=dict)

    @classmethod
    def load(cls, officer: Officer, *, on: date) -> Matcher:
        """Agencies, aliases and groups that the officer may use; `on` is the document's day, where it is known."""
        catalogue = Catalogue.load(officer, on=on)
        held = Q(memberships__since__lte=on) & (Q(memberships__until__isnull=True) | Q(memberships__until__gte=on))
        rows = AgencyGroup.objects.visible_to(officer).annotate(
            size=Count("memberships__agency", filter=held, distinct=True)
        )
        groups = (
            _Group(pk, name, owner, size, naming.category(naming.canonical(name)))
            for pk, name, owner, size in rows.order_by("id").values_list("id", "name", "owner_id", "size")
        )
        return cls(catalogue, tuple(groups))

    def match(self, words: str, *, issuer: Agency | None, office: Agency) -> Match:
        """What words in the text of a document mean, read from where its issuer stands."""
        known = issuer is not None and issuer.pk in self.catalogue.facts
        key = (words, "", issuer.pk if known and issuer else None, office.pk)
        if key not in self._known:
            self._known[key] = self._read(words, self._frame(key[2], office))
        return self._known[key]

    def match_issuer(self, words: str, *, place: str = "", office: Agency) -> Match:
        """What the words of a letterhead mean; `place` is where the document was signed, used only where the words name no place.

        An issuer is sure by its name with the place; what place or office had to add is not.
        """
        key = (words, place, -1, office.pk)
        if key not in self._known:
            self._known[key] = self._read_issuer(words, place, replace(self._frame(None, office), is_letterhead=True))
        return self._known[key]

    def _frame(self, issuer_id: int | None, office: Agency) -> Frame:
        seen_from = office.pk if issuer_id is None else issuer_id
        return Frame(issuer_id, office.pk, self.catalogue.units.get(seen_from, ("?",)), issuer_id is not None)

    def _read_issuer(self, words: str, place: str, frame: Frame) -> Match:
        bare = naming.bare_words(words)
        found = self._agency(bare, frame)
        if found.sure:
            return found
        named = bare if self._name(bare, frame).places else f"{bare} {naming.bare_words(place)}"
        # A letterhead may come from anywhere in the country: its place alone decides.
        placed = self._agency(named, replace(frame, unit=())) if self._name(named, frame).places else UNKNOWN
        if placed.kind in {MatchKind.AGENCY, MatchKind.SEVERAL}:
            return replace(placed, sure=False)
        # That the office itself lies in a province does not make "UBND thành phố" that province's: it is only offered.
        return replace(found, kind=MatchKind.UNKNOWN, agency_id=None, acting="") if found.agency_id else found

    def _read(self, words: str, frame: Frame) -> Match:
        bare = naming.bare_words(words)
        full = self._name(bare, frame).full
        if not full:
            return UNKNOWN
        if naming.is_category(naming.without_persons(full)[0]) and not (named := self._best(bare, frame)).sure:
            return self._category(bare, full, frame, named)
        return self._agency(bare, frame)

    def _name(self, bare: str, frame: Frame) -> Name:
        full = naming.canonical(bare, provincial=self.catalogue.provincial(frame.unit))
        return naming.parse(full, self.catalogue.places)

    def _agency(self, bare: str, frame: Frame) -> Match:
        """One body: by its own name, by the collective that acts for it, by its people, by likeness."""
        full = self._name(bare, frame).full
        found = self._best(bare, frame)
        acting, rest = naming.acting_for(full)
        if acting and found.sure and found.agency_id is not None:
            return replace(found, acting=acting if self._is_committee(found.agency_id) else "")
        if found.sure or not full:
            return found
        if acting:
            return self._acting(acting, rest, frame)
        behind, persons = naming.without_persons(full)
        if persons:
            return self._persons(behind, frame)
        if found.kind == MatchKind.UNKNOWN and len(found.candidates) < _MOST:
            return self._with_near(found, bare, full, frame)
        return found

    def _is_committee(self, agency_id: int) -> bool:
        return self.catalogue.facts[agency_id].kind == AgencyKind.COMMITTEE

    def _acting(self, acting: str, rest: str, frame: Frame) -> Match:
        """The committee that "Ban Thường vụ …" acts for; without more words it is the issuer's own."""
        if rest:
            found = self._best(rest, frame)
            return replace(found, acting=acting) if found.agency_id else self._with_near(found, rest, rest, frame)
        if frame.issuer_id is None:
            return UNKNOWN
        issuer = self.catalogue.facts[frame.issuer_id]
        if issuer.kind == AgencyKind.COMMITTEE or search_key(issuer.acting_body) == search_key(acting):
            return Match(
                MatchKind.AGENCY,
                issuer.id,
                sure=True,
                acting=acting,
                candidates=(self._candidate(issuer.id, "cơ quan ban hành"),),
            )
        return UNKNOWN

    def _persons(self, behind: str, frame: Frame) -> Match:
        acting, rest = naming.acting_for(behind)
        found = self._best(rest, frame) if rest else UNKNOWN
        return replace(found, sure=False, acting=acting if found.agency_id else "")

    def _best(self, bare: str, frame: Frame) -> Match:
        """The body that bears the name best; sure only when it is the only one that does so and nothing was guessed."""
        name = self._name(bare, frame)
        hits = self._hits(name, frame) or self._by_symbol(bare, frame)
        if not hits:
            return UNKNOWN
        top = max(hit.rank for hit in hits)
        best = [hit for hit in hits if hit.rank == top]
        if len(best) > 1 and frame.issuer_id is not None:
            below = [hit for hit in best if frame.issuer_id in self.catalogue.above(hit.agency_id)]
            best = below if len(below) == 1 else best
        ordered = [*best, *sorted(hits, key=lambda hit: (hit.rank, -hit.agency_id), reverse=True)]
        shown = _distinct([self._candidate(hit.agency_id, hit.why) for hit in ordered])
        if top[0] == Trust.FAR:
            return Match(MatchKind.UNKNOWN, candidates=shown)
        if len(best) > 1:
            return Match(MatchKind.SEVERAL, candidates=shown)
        return Match(MatchKind.AGENCY, best[0].agency_id, candidates=shown, sure=top[0] == Trust.OK)

    def _hits(self, name: Name, frame: Frame) -> list[Hit]:
        """The best hit of each agency that the words may name."""
        best: dict[int, Hit] = {}
        for form, strength in self._usable(name, frame):
            hit = judge(self.catalogue, name, form, strength, frame)
            if hit.trust > Trust.OUT and (form.agency_id not in best or hit.rank > best[form.agency_id].rank):
                best[form.agency_id] = hit
        return list(best.values())

    def _usable(self, name: Name, frame: Frame) -> list[tuple[Form, Strength]]:
        """Names that hold at the office; of one alias taught in several branches, the nearest branch's meaning."""
        chain = self.catalogue.above(frame.office_id)
        distance = {branch: steps for steps, branch in enumerate(chain)}
        forms = [row for row in self.catalogue.forms(name) if row[0].branch is None or row[0].branch in distance]
        taught = [
            distance[form.branch] for form, strength in forms if strength == Strength.ALIAS and form.branch is not None
        ]
        nearest = min(taught, default=None)
        return [
            (form, strength) for form, strength in forms
            if strength != Strength.ALIAS or nearest is None or (form.branch is not None and distance[form.branch] == nearest)
        ]  # fmt: skip

    def _by_symbol(self, bare: str, frame: Frame) -> list[Hit]:
        """Bodies whose symbol is printed in place of a name: "SNV", "VP-LHH"."""
        if " " in bare or len(bare) < 3 or bare != bare.upper():
            return []
        found = []
        for agency_id in self.catalogue.by_symbol.get(search_key(bare), ()):
            ring = self.catalogue.ring(agency_id, frame.unit)
            trust = (
                Trust.OK if ring == Ring.SAME and frame.known else Trust.FAR if ring == Ring.ELSEWHERE else Trust.WEAK
            )
            found.append(Hit(trust, ring, Strength.SHORT, agency_id, "đúng ký hiệu"))
        return found

    def _category(self, bare: str, full: str, frame: Frame, named: Match) -> Match:
        """A group where one fits, else an open set with what it may mean."""
        acting, rest = naming.acting_for(full)
        asked = naming.category(naming.without_persons(rest)[0], self.catalogue.places)
        ranked = sorted(
            ((self._fit(asked, group, frame), group) for group in self.groups), key=lambda row: (-row[0], row[1].id)
        )
        near = [(fit, group) for fit, group in ranked if fit >= _GROUP_NEAR]
        shown = [_shown(group, "đúng tên nhóm" if fit >= _GROUP_SAME else "nhóm gần giống") for fit, group in near]
        candidates = _distinct([*shown, *self._parts(bare, frame), *named.candidates])
        firsts = [group for fit, group in near if fit == near[0][0]]
        if (
            near
            and len(firsts) == 1
            and (near[0][0] >= _GROUP_SAME or (near[0][0] >= _GROUP_PART and not naming.is_generic(full)))
        ):
            sure = near[0][0] == _GROUP_SURE and not naming.without_persons(rest)[1] and firsts[0].members > 0
            return Match(MatchKind.GROUP, group_id=firsts[0].id, candidates=candidates, sure=sure, acting=acting)
        return Match(MatchKind.OPEN_SET, candidates=candidates)

    def _fit(self, asked: Category, group: _Group, frame: Frame) -> float:
        """How well a group answers a category, from 0 to `_GROUP_SURE`."""
        own = group.words
        shared = len(asked.words & own.words)
        if not shared:
            return 0.0
        owner = self.catalogue.units.get(group.owner_id, ())
        is_type = self.catalogue.types.get(owner, "")
        if asked.owner and is_type and asked.owner != is_type:
            return _GROUP_NEAR if asked.words == own.words else 0.0
        if asked.words == own.words and (asked.owner or not own.owner):
            at_home = frame.known and owner == frame.unit
            return _GROUP_SURE if at_home else _GROUP_SAME if self._is_related(owner, frame) else _GROUP_NEAR
        if not self._is_related(owner, frame):
            return 0.0
        likeness = shared / len(asked.words | own.words)
        # "Các quận, huyện" are not their committees.
        part = asked.words <= own.words and ("uy" in asked.words) == ("uy" in own.words)
        return _GROUP_PART + likeness / 10 if part else likeness if likeness >= _GROUP_NEAR else 0.0

    def _is_related(self, owner: Unit, frame: Frame) -> bool:
        return owner[: len(frame.unit)] == frame.unit or frame.unit[: len(owner)] == owner

    def _parts(self, bare: str, frame: Frame) -> Iterable[Candidate]:
        """Bodies named within a list of categories: "MTTQ và các tổ chức chính trị - xã hội"."""
        parts = _PARTS.split(bare)
        for part in parts if len(parts) > 1 else ():
            found = self._best(part, frame)
            if found.sure and found.agency_id:
                yield self._candidate(found.agency_id, "có tên trong cụm từ")

    def _with_near(self, found: Match, bare: str, full: str, frame: Frame) -> Match:
        """The same answer with bodies of like names to choose from."""
        return replace(
            found, candidates=_distinct([*found.candidates, *self._parts(bare, frame), *self._near(full, frame)])
        )

    def _near(self, full: str, frame: Frame) -> list[Candidate]:
        through = naming.state_body_of(naming.parse(full, self.catalogue.places).core)
        near = []
        if through:
            state = self._best(full[full.index(through) :], frame)
            near = [replace(one, why="cơ quan nhà nước, không phải tổ chức đảng") for one in state.candidates]
        rows = [
            (self.catalogue.ring(agency_id, frame.unit), like, agency_id)
            for agency_id, like in self.catalogue.near(full)
            if like >= _LIKE_ENOUGH
        ]
        rows.sort(key=lambda row: (row[0] == Ring.ELSEWHERE, -row[1], row[2]))
        near += [
            self._candidate(pk, ELSEWHERE_TOO if ring == Ring.ELSEWHERE else "tên gần giống")
            for ring, _, pk in rows[:_MOST]
        ]
        return near

    def _candidate(self, agency_id: int, why: str) -> Candidate:
        return Candidate(f"a{agency_id}", self.catalogue.facts[agency_id].name, why)


_GROUP_SURE, _GROUP_SAME, _GROUP_PART, _GROUP_NEAR = 3.0, 2.0, 1.0, 0.4


def _distinct(shown: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first of each, at most three."""
    first: dict[str, Candidate] = {}
    for one in shown:
        first.setdefault(one.key, one)
    return tuple(first.values())[:_MOST]


def _shown(group: _Group, why: str) -> Candidate:
    return Candidate(f"g{group.id}", f"{group.name} ({group.members} đơn vị)", why)
