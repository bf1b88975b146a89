"""The bodies and people of a made-up country: provinces of uneven size, each with its two offices, its organs and its communes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from random import Random
from typing import Any, Final

from agencies.choices import AgencyKind, Duty, Level, Side
from agencies.models import Agency, AgencyGroup, GroupMembership, Officer, Post
from agencies.text import search_key, sort_key
from plans.load import words
from plans.load.rows import Book

LONG_AGO: Final = date(2015, 10, 1)
CLOSED: Final = "!"  # no password fits; nobody signs in with these accounts
ITEMS_PER_PROVINCE: Final = 1_600
"""About how many items a province gets before the country grows by one more; a real country ends at 34."""


@dataclass(frozen=True, slots=True)
class Body:
    """An agency with those who act for it: (officer, post) of its clerk and of its leader."""

    agency: Agency
    clerk: tuple[int, int]
    leader: tuple[int, int]
    diligence: float

    @property
    def pk(self) -> int:
        """Id of the agency."""
        return int(self.agency.pk)


@dataclass(slots=True)
class Province:
    """A provincial committee, its two offices, all who may lead a task, and the group of its communes."""

    committee: Body
    propaganda: Body
    office: Body
    communes: list[Body] = field(default_factory=list)
    others: list[Body] = field(default_factory=list)
    group: int = 0

    @property
    def leads(self) -> list[Body]:
        """Whoever a task can be given to."""
        return [*self.others, *self.communes]


@dataclass(slots=True)
class Country:
    """The central body that everything comes down from, and the provinces; `weights` say how much each of them orders."""

    centre: Body
    provinces: list[Province]

    @property
    def weights(self) -> list[float]:
        """The first province orders most, like a real installation's own office."""
        return [1 / (1 + place) for place in range(len(self.provinces))]


class Settling:
    """Puts agencies, officers and posts down."""

    def __init__(self, book: Book, rng: Random) -> None:
        self.book, self.rng = book, rng

    def body(self, name: str, **values: Any) -> Body:
        """One agency with a clerk and a leader."""
        agency = Agency(name=name, search_key="", **values)
        agency.search_key = search_key(f"{name} {agency.short_name} {agency.symbol}")
        agency.sort_key = sort_key(name)
        agency.pk = self.book.add(
            Agency, **{f.attname: getattr(agency, f.attname) for f in Agency._meta.concrete_fields if not f.primary_key}
        )
        clerk = self._officer(agency.pk, Duty.CLERK.value, "Chuyên viên")
        leader = self._officer(agency.pk, Duty.LEADER.value, "Lãnh đạo đơn vị")
        # Most are good at it, a few are not: what makes the lists of the late interesting.
        return Body(agency, clerk, leader, min(0.98, self.rng.betavariate(6, 2)))

    def _officer(self, agency_id: int, duty: str, title: str) -> tuple[int, int]:
        pick = self.rng.choice
        username = f"tai.{agency_id}.{duty}"
        officer = self.book.add(
            Officer, username=username, email=f"{username}@example.vn", password=CLOSED, full_name=f"{pick(words.FAMILY)} "
            f"{pick(words.MIDDLE)} {pick(words.GIVEN)}", is_active=True,
        )  # fmt: skip
        post = self.book.add(Post, officer_id=officer, agency_id=agency_id, duty=duty, title=title, since=LONG_AGO)
        return officer, post

    def province(self, name: str) -> Province:
        """A province with 22 organs and 24–48 communes."""
        kind = "Thành ủy" if name in words.CITIES else "Tỉnh ủy"
        shared: dict[str, Any] = {"level": Level.PROVINCE.value, "side": Side.PARTY.value, "place": name}
        committee = self.body(
            f"{kind} {name}", short_name=f"{kind} {name}", kind=AgencyKind.COMMITTEE.value, symbol="TU",
            acting_body="Ban Thường vụ", **shared,
        )  # fmt: skip
        shared |= {"parent_id": committee.pk}
        organ: dict[str, Any] = {"kind": AgencyKind.PARTY_ORGAN.value, "serves_id": committee.pk, **shared}
        found = Province(
            committee=committee,
            propaganda=self.body(
                f"Ban Tuyên giáo và Dân vận {kind} {name}", short_name=f"Ban Tuyên giáo và Dân vận {kind}", symbol="BTGDVTU",
                **organ,
            ),
            office=self.body(f"Văn phòng {kind} {name}", short_name=f"Văn phòng {kind}", symbol="VPTU", **organ),
        )  # fmt: skip
        place = f"thành phố {name}" if name in words.CITIES else f"tỉnh {name}"
        for pattern, what, side, short in words.PROVINCIAL:
            full = pattern.format(cap_uy=f"{kind} {name}", tinh=place)
            found.others.append(self.body(full, short_name=short, kind=what, **{**shared, "side": side}))
        for commune in self._commune_names():
            found.communes.append(
                self.body(
                    f"Đảng ủy {commune}", short_name=f"Đảng ủy {commune}", kind=AgencyKind.COMMITTEE.value, symbol="ĐU",
                    acting_body="Ban Thường vụ", **{**shared, "level": Level.COMMUNE.value},
                )
            )  # fmt: skip
        self._group(found)
        return found

    def _commune_names(self) -> Iterator[str]:
        names = [f"{a} {b}" for a, b in product(words.COMMUNE_FIRST, words.COMMUNE_SECOND)]
        for name in self.rng.sample(names, self.rng.randint(24, 48)):
            yield f"{'phường' if self.rng.random() < 0.3 else 'xã'} {name}"

    def _group(self, province: Province) -> None:
        name = "các đảng ủy xã, phường"
        province.group = self.book.add(
            AgencyGroup, owner_id=province.committee.pk, name=name, search_key=search_key(name)
        )
        for commune in province.communes:
            self.book.add(GroupMembership, group_id=province.group, agency_id=commune.pk, since=LONG_AGO)


def settle(book: Book, rng: Random, *, items: int) -> Country:
    """A country whose size fits the number of items: four provinces at least, 34 at most."""
    settling = Settling(book, rng)
    centre = settling.body(
        "Ban Bí thư Trung ương Đảng (dữ liệu tải)", short_name="Ban Bí thư", kind=AgencyKind.COMMITTEE.value,
        level=Level.CENTRAL.value, symbol="TW", place="Hà Nội",
    )  # fmt: skip
    wanted = max(4, min(len(words.PROVINCES), round(items / ITEMS_PER_PROVINCE)))
    return Country(centre, [settling.province(name) for name in words.PROVINCES[:wanted]])
