"""The catalogue of agencies in memory: where each one stands in the country, and under which words it is found.

Loading costs one query for agencies and one for aliases; everything after that is dictionary look-ups.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache

from agencies import naming
from agencies.choices import AgencyKind, Level
from agencies.models import Agency, AgencyAlias, Officer
from agencies.naming import Name
from agencies.text import search_key

_DEPTH = {Level.CENTRAL: 0, Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3}
_UNIT_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_FIELDS = (
    "id", "name", "short_name", "symbol", "kind", "level", "parent_id", "serves_id", "place", "acting_body", "started_on",
    "ended_on", "provisional", "recorded_by_id", "former_names", "former_labels",
)  # fmt: skip
# A word of more agencies than this says too little to look for near names by.
_COMMON = 400


_key = lru_cache(maxsize=8_192)(search_key)  # few places, many bodies


class Strength(IntEnum):
    """By which of its names an agency was found; higher is surer."""

    BARE = 1  # a name without its level or place
    ALIAS = 2
    SHORT = 3
    FULL = 4


class Ring(IntEnum):
    """Where an agency stands as seen from another one, nearest first."""

    SAME = 0
    ABOVE = 1
    BELOW = 2
    ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """What matching needs to know of an agency. `unit`: the places from the province down, () for the centre."""

    id: int
    name: str
    short_name: str
    symbol: str
    kind: str
    level: str
    parent_id: int | None
    serves_id: int | None
    place: str
    acting_body: str
    started_on: date | None
    ended_on: date | None
    provisional: bool
    recorded_by_id: int | None
    former_names: str = ""
    former_labels: str = ""

    def exists(self, on: date) -> bool:
        return (self.started_on is None or self.started_on <= on) and (self.ended_on is None or self.ended_on >= on)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an agency; `branch` is where an alias holds (None: everywhere)."""

    agency_id: int
    name: Name
    strength: Strength
    branch: int | None = None


Unit = tuple[str, ...]


@dataclass(slots=True)
class Catalogue:
    """Agencies that exist on the day, found by their words; `facts` also holds the others, which only carry the tree."""

    facts: dict[int, Fact] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    types: dict[Unit, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    alive: set[int] = field(default_factory=set)
    by_full: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    by_core: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    by_symbol: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words: dict[int, frozenset[str]] = field(default_factory=dict)
    _above: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, officer: Officer, *, on: date) -> Catalogue:
        """What the officer may see of the catalogue, as it was on a day; two queries."""
        rows = Agency.objects.visible_to(officer).order_by("id").values_list(*_FIELDS)
        catalogue = cls.of([Fact(*row) for row in rows], on=on)
        for agency_id, text, branch in AgencyAlias.objects.order_by("id").values_list("agency_id", "text", "branch_id"):
            if agency_id in catalogue.alive:
                catalogue.learn(agency_id, text, Strength.ALIAS, branch)
        return catalogue

    @classmethod
    def of(cls, facts: Iterable[Fact], *, on: date) -> Catalogue:
        """A catalogue of given agencies, without aliases."""
        catalogue = cls({fact.id: fact for fact in facts})
        catalogue._place()
        catalogue._adopt()
        for fact in catalogue.facts.values():
            catalogue.places.add(_key(fact.place))
            catalogue._take_type(fact)
        catalogue.places.discard("")
        for fact in catalogue.facts.values():
            if fact.exists(on):
                catalogue._take_names(fact)
        return catalogue

    def above(self, agency_id: int) -> tuple[int, ...]:
        """The agency and what it stands under, nearest first; an advisory body without a superior stands under whom it serves."""
        if agency_id not in self._above:
            chain: list[int] = []
            at: int | None = agency_id
            while at is not None and at not in chain and at in self.facts:
                chain.append(at)
                at = self.facts[at].parent_id or self.facts[at].serves_id
            self._above[agency_id] = tuple(chain)
        return self._above[agency_id]

    def ring(self, agency_id: int, unit: Unit) -> Ring:
        """Where an agency stands as seen from a unit."""
        own = self.units[agency_id]
        if own == unit:
            return Ring.SAME
        if own == unit[: len(own)]:
            return Ring.ABOVE
        return Ring.BELOW if own[: len(unit)] == unit else Ring.ELSEWHERE

    def provincial(self, unit: Unit) -> str:
        """What "TU" stands for in a unit: "thanh uy" or "tinh uy", "" when its province is not known."""
        return {"thanh pho": "thanh uy", "tinh": "tinh uy"}.get(self.types.get(unit[:1], ""), "")

    def forms(self, name: Name) -> Iterator[tuple[Form, Strength]]:
        """Agencies that the words may name, with how well; an agency may come several times."""
        for form in self.by_full.get(name.full, ()):
            yield form, form.strength
        for form in self.by_core.get(name.core, ()):
            if form.name.full != name.full:
                yield form, Strength.BARE

    def near(self, words: str) -> list[tuple[int, float]]:
        """Agencies that share telling words with `words`, the nearest first, with a likeness from 0 to 1."""
        asked = set(words.split())
        scores: Counter[int] = Counter()
        weights = {word: self._weight(word) for word in asked}
        for word in asked:
            found = self.by_word.get(word, ())
            if len(found) <= _COMMON:
                scores.update(dict.fromkeys(found, 1))
        total = sum(weights.values()) or 1.0
        near = []
        for agency_id, _ in scores.most_common(60):
            own = self.words[agency_id]
            shared = sum(weights[word] for word in asked & own)
            near.append((agency_id, shared / (total + sum(self._weight(word) for word in own - asked) / 2)))
        return sorted(near, key=lambda row: (-row[1], row[0]))

    def learn(self, agency_id: int, text: str, strength: Strength, branch: int | None = None) -> None:
        """File an agency under one more of its names."""
        unit = self.units[agency_id]
        full = naming.canonical(text, provincial=self.provincial(unit))
        if not full:
            return
        name = naming.parse(full, {place for place in unit if place})
        form = Form(agency_id, name, strength, branch)
        self.by_full[name.full].append(form)
        self.by_core[name.core].append(form)
        words = frozenset(name.full.split())
        self.words.setdefault(agency_id, words)
        for word in words:
            self.by_word[word].add(agency_id)

    def _weight(self, word: str) -> float:
        return math.log((len(self.alive) + 2) / (len(self.by_word.get(word, ())) + 1))

    def _place(self) -> None:
        """The unit of each agency, from the highest body of each level that it stands under."""
        for fact in self.facts.values():
            chain = [self.facts[agency_id] for agency_id in reversed(self.above(fact.id))]
            tops = {level: next((one for one in chain if one.level == level), None) for level in _UNIT_LEVELS}
            unit = [self._place_key(tops[level]) for level in _UNIT_LEVELS[: _DEPTH[Level(fact.level)]]]
            top = tops[Level.DISTRICT]
            # A party committee of a field (công an, quân sự) ranks with districts but is no place of its own.
            if len(unit) == 2 and top and unit[1] == unit[0] and not naming.type_of_place(_key(top.name)):
                unit.pop()
            self.units[fact.id] = tuple(unit)

    @staticmethod
    def _place_key(top: Fact | None) -> str:
        return "" if top is None else _key(top.place) or f"#{top.id}"

    def _adopt(self) -> None:
        """A body of a district without any superior belongs to the one province that has a district of that name."""
        homes: dict[str, set[str]] = defaultdict(set)
        for unit in self.units.values():
            if len(unit) > 1 and unit[0]:
                homes[unit[1]].add(unit[0])
        for agency_id, unit in self.units.items():
            if len(unit) > 1 and not unit[0] and len(homes.get(unit[1], ())) == 1:
                self.units[agency_id] = (*homes[unit[1]], *unit[1:])

    def _take_type(self, fact: Fact) -> None:
        unit = self.units[fact.id]
        if unit and (unit not in self.types or fact.kind == AgencyKind.COMMITTEE):
            said = naming.type_of_place(naming.canonical(fact.name))
            if said and len(unit) in naming.DEPTHS[said]:
                self.types[unit] = said

    def _take_names(self, fact: Fact) -> None:
        self.alive.add(fact.id)
        self.learn(fact.id, fact.name, Strength.FULL)
        if fact.short_name and fact.short_name != fact.name:
            self.learn(fact.id, fact.short_name, Strength.SHORT)
        for former in filter(
            None, f"{fact.former_names}; {fact.former_labels}".split("; ")
        ):  # older documents name it so
            self.learn(fact.id, former, Strength.ALIAS)
        if fact.symbol:
            self.by_symbol[search_key(fact.symbol)].append(fact.id)
