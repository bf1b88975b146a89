"""Documents in chains: central ones, what provinces order after them, and what their communes write in turn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from agencies.models import Agency
from agencies.text import search_key
from directives.choices import LinkKind, Purpose, SourceKind
from directives.identity import identity_key
from directives.models import Addressee, Directive, DirectiveLink, Term
from plans.load import words
from plans.load.rows import Book
from plans.load.world import Body, Country, Province

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
COMMUNE_ANSWERS: Final = 8


def at(day: date, hour: int = 9) -> datetime:
    """A moment of a day, local time."""
    return datetime.combine(day, time(hour), tzinfo=ZONE)


class Archive:
    """Puts documents down with their links and addressees; remembers what later ones can refer to."""

    def __init__(self, book: Book, country: Country, *, day: date) -> None:
        self.book, self.country, self.day = book, country, day
        self._terms = list(Term.objects.filter(agency__isnull=True).order_by("since"))
        self._central: list[tuple[date, int]] = []
        self._earlier: dict[int, tuple[date, int]] = {}
        self._numbers: dict[tuple[int, str], int] = {}

    def _number(self, issuer: Body, code: str) -> str:
        """The next number of an issuer and type, printed as party bodies do."""
        key = (issuer.pk, code)
        self._numbers[key] = value = self._numbers.get(key, 0) + 1
        return f"{value:02d}-{code}/{issuer.agency.symbol}"

    def _term(self, agency: Agency, day: date) -> Term | None:
        found = [
            t for t in self._terms if t.level == agency.level and t.since <= day and (not t.until or t.until >= day)
        ]
        return found[-1] if found else None

    def record(
        self, issuer: Body, *, code: str, on: date, subject: str, by: Body, press: bool = False, stub: bool = False
    ) -> int:
        """One record as the form would have left it."""
        number, term = self._number(issuer, code), self._term(issuer.agency, on)
        directive = Directive(type_code=code)
        names = f"{issuer.agency.name} {issuer.agency.short_name}"
        key = identity_key(
            type_code=code, number=number, issuer=issuer.agency, issuer_text="", issued_on=on, subject=subject, text="",
            term=term, office=by.agency,
        )  # fmt: skip
        return self.book.add(
            Directive, type_code=code, number=number, number_as_printed=number, number_value=int(number.split("-")[0]),
            issuer_id=issuer.pk, acting_body=issuer.agency.acting_body, place=issuer.agency.place, issued_on=on,
            term_id=term.pk if term else None, subject=subject, is_stub=stub, recorded_by_id=by.pk,
            recorded_by_officer_id=by.clerk[0], recorded_at=at(on + timedelta(days=1)), is_sample=True, identity_key=key,
            source_kind=(SourceKind.PRESS if press else SourceKind.DOCUMENT).value,
            search_key=search_key(f"{number} {directive.get_type_code_display()} {subject} {names} {on:%d %m %Y}"),
        )  # fmt: skip

    def link(self, lower: int, upper: int, kind: LinkKind = LinkKind.IMPLEMENTS) -> None:
        """An edge upwards."""
        self.book.add(DirectiveLink, directive_id=lower, superior_id=upper, kind=kind.value)

    def central(self, rng: Random, on: date) -> None:
        """A central conclusion that provinces will implement from its day on; every third continues the one before."""
        subject = f"{rng.choice(words.VERBS)} {rng.choice(words.OBJECTS)} trong tình hình mới"
        centre = self.country.centre
        new = self.record(
            centre, code=rng.choice(("KL", "CT")), on=on, subject=subject, by=centre, stub=rng.random() < 0.5
        )
        if self._central and rng.random() < 0.33:
            self.link(new, self._central[-1][1], LinkKind.CONTINUES)
        self._central.append((on, new))

    def order(self, rng: Random, province: Province, office: Body, on: date, *, press: bool) -> tuple[int, str]:
        """A province's document under the newest central one, addressed to its communes, some of which answer with their own."""
        code, word = rng.choice(words.COMMANDS)
        about = f"{rng.choice(words.VERBS).lower()} {rng.choice(words.OBJECTS)}"
        new = self.record(province.committee, code=code, on=on, subject=f"{word} về {about}", by=office, press=press)
        above = [pk for day, pk in self._central if day < on]
        if above:
            self.link(new, above[-1])
        before = self._earlier.get(province.committee.pk)
        if before and before[0] < on and rng.random() < 0.3:
            self.link(new, before[1], LinkKind.CONTINUES)
        self._earlier[province.committee.pk] = (on, new)
        self.book.add(
            Addressee, directive_id=new, group_id=province.group, purpose=Purpose.EXECUTE.value, since=on, position=0
        )
        for commune in rng.sample(province.communes, COMMUNE_ANSWERS):
            self._answer(rng, commune, province, new, about, on + timedelta(days=rng.randint(5, 60)))
        return new, about

    def _answer(self, rng: Random, commune: Body, province: Province, upper: int, about: str, on: date) -> None:
        if on > self.day:
            return
        new = self.record(commune, code="KH", on=on, subject=f"Kế hoạch thực hiện {about}", by=commune)
        self.link(new, upper)
        self.book.add(
            Addressee, directive_id=new, agency_id=province.propaganda.pk, purpose=Purpose.REPORT.value, since=on
        )

    def open_to(self, directive: int, agencies: set[int], on: date) -> None:
        """Who must act may read (directives know it as addressees)."""
        for place, agency in enumerate(sorted(agencies), start=1):
            self.book.add(
                Addressee,
                directive_id=directive,
                agency_id=agency,
                purpose=Purpose.ASSIGNED.value,
                since=on,
                position=place,
            )
