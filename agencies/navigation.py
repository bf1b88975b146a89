"""Where an officer can go from any page: the places of each duty, and the counts that higher apps supply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from agencies.choices import Duty
from agencies.models import Officer

Counter = Callable[[Officer], int]
OfficeTest = Callable[[Officer], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation; `covers` are the beginnings of URL names whose pages belong to it.

    One that is `only_when_waiting` shows while something waits behind it, and while one is there.
    """

    url_name: str
    label: str
    covers: tuple[str, ...]
    only_when_waiting: bool = False


PLANNING: Final = (
    *("plans:item", "plans:plan", "plans:task", "plans:assign", "plans:unassign", "plans:publish", "plans:recall"),
    *("plans:on-behalf", "plans:extension", "plans:bulk", "plans:view-", "plans:line", "plans:member-answer"),
    "plans:ladder",
)
WORK: Final = (
    "plans:agency-work",
    "plans:report-form",
    "plans:withdraw",
    "plans:support-form",
    "plans:charge-many",
    "plans:note",
    "plans:urging",
    "reporting:urging",
    *PLANNING,
)

DESK: Final = Place(
    "plans:desk", "Bàn làm việc", ("plans:desk", "plans:question", "plans:note", "plans:urging", "reporting:urging")
)
AGENCY_WORK: Final = Place("plans:agency-work", "Việc của đơn vị", WORK)
DIRECTIVES: Final = Place("directives:list", "Văn bản", ("directives:", "plans:intake"))
ITEMS: Final = Place("plans:item-list", "Nhiệm vụ", PLANNING)
REVIEWS: Final = Place("plans:review-list", "Chờ xác nhận", ("plans:review", "plans:reopen", "plans:extension-decide"))
LEADER_REVIEWS: Final = replace(REVIEWS, only_when_waiting=True)
DUTIES: Final = Place("plans:duty-list", "Chế độ báo cáo", ("plans:duty", "plans:period"))
REMINDERS: Final = Place(
    "plans:reminder-list",
    "Nhắc việc",
    ("plans:reminder-list", "plans:reminder-letters", "plans:reminder-preview", "plans:reminder-policy"),
)
REPORTS: Final = Place("reporting:report-list", "Báo cáo", ("reporting:report",))
OVERVIEW: Final = Place("reporting:overview", "Tổng quan", ("reporting:overview",))
AGENCIES: Final = Place(
    "agencies:agency-list",
    "Cơ quan",
    (
        "agencies:agency",
        "agencies:group",
        "agencies:alias",
        "agencies:member",
        "agencies:officer",
        "agencies:post",
        "agencies:read",
    ),
)
CALENDAR: Final = Place("agencies:calendar", "Lịch làm việc", ("agencies:calendar",))
# An icon beside the places: every officer with work has one, and a place less in the bar.
DUE_CALENDAR: Final = Place("plans:due-calendar", "Lịch", ("plans:due-calendar", "plans:feed"))
HANDOVERS: Final = Place("plans:handover-list", "Bàn giao", ("plans:handover",))
HEALTH: Final = Place("plans:health", "Hệ thống", ("plans:health",))

OFFICE_PLACES: Final = (DESK, DIRECTIVES, ITEMS, REVIEWS, DUTIES, REMINDERS, REPORTS, OVERVIEW)
AGENCY_PLACES: Final = (AGENCY_WORK, DIRECTIVES, DUTIES)
LEADER_PLACES: Final = (OVERVIEW, DIRECTIVES, ITEMS, LEADER_REVIEWS, REPORTS)
ADMINISTRATOR_PLACES: Final = (AGENCIES, HANDOVERS, CALENDAR, HEALTH)

_counters: dict[str, Counter] = {}
_office_tests: list[OfficeTest] = []


def supply_count(url_name: str, counter: Counter) -> None:
    """Let a higher app say what waits behind a place; asked at most once per page, and only when the page shows it."""
    _counters[url_name] = counter


def supply_office_test(test: OfficeTest) -> None:
    """Let a higher app say who works as an office (owns or monitors plans); any test that says yes decides."""
    _office_tests.append(test)


def works_as_office(officer: Officer) -> bool:
    """Whether the officer is a clerk of an advisory body (văn phòng, ban) or of a body that a supplied test names."""
    clerk_in = [post.agency for post in officer.current_posts if post.duty == Duty.CLERK]
    return any(agency.serves_id for agency in clerk_in) or (
        bool(clerk_in) and any(test(officer) for test in _office_tests)
    )


def places_for(officer: Officer) -> tuple[Place, ...]:
    """The places of all duties the officer holds, each once; the first is where `/` should lead."""
    duties = {post.duty for post in officer.current_posts}
    found: list[Place] = []
    if Duty.CLERK in duties:
        found += OFFICE_PLACES if works_as_office(officer) else AGENCY_PLACES
    if Duty.LEADER in duties:
        found += LEADER_PLACES
    if Duty.ADMINISTRATOR in duties or officer.is_superuser:
        found += ADMINISTRATOR_PLACES
    once: dict[str, Place] = {}
    for place in found:  # a leader who is an office's clerk too keeps the office's own way to the queue
        once.setdefault(place.url_name, place)
    return tuple(once.values())


def current_place(places: Iterable[Place], view_name: str) -> Place | None:
    """The place whose `covers` fits the URL name best (longest beginning); the first one wins a draw."""
    fits = [(len(start), place) for place in places for start in place.covers if view_name.startswith(start)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def url_or_nothing(*url_names: str) -> str:
    """The path of the first URL name that a page carries; empty when none does."""
    for url_name in url_names:
        try:
            return reverse(url_name)
        except NoReverseMatch:
            continue
    return ""


class Link:
    """A place as one page shows it: where it leads, whether one is there, what waits behind it."""

    def __init__(self, place: Place, url: str, officer: Officer, *, current: bool) -> None:
        self.label = place.label
        self.url = url
        self.current = current
        self._only_when_waiting = place.only_when_waiting
        self._counter = _counters.get(place.url_name)
        self._officer = officer

    @property
    def is_shown(self) -> bool:
        """Whether the page shows the place; asks for the count only where that decides."""
        return not self._only_when_waiting or self.current or self.count > 0

    @cached_property
    def count(self) -> int:
        """How many rows wait behind the place; 0 without a counter."""
        return self._counter(self._officer) if self._counter else 0


@dataclass(frozen=True, slots=True)
class Navigation:
    """Everything the frame of a page links to; an empty path means that the page does not exist (yet)."""

    links: list[Link]
    inbox: Link | None
    home_url: str
    search_url: str
    calendar: Link | None
    account_url: str
    help_url: str
    agencies_url: str
    logout_url: str
    password_url: str
    posts: list[str]

    @property
    def post(self) -> str:
        """Every capacity the officer holds today, in one text."""
        return " · ".join(self.posts)


def build(request: HttpRequest) -> Navigation:
    """The navigation of whoever asks, for the page they ask for; strangers get the frame without places."""
    officer = getattr(request, "user", None)
    match = request.resolver_match
    view_name = match.view_name if match else ""
    links: list[Link] = []
    inbox = calendar = None
    posts: list[str] = []
    if isinstance(officer, Officer) and officer.is_active:
        places = places_for(officer)
        here = current_place(places, view_name)
        links = [Link(p, url, officer, current=p is here) for p in places if (url := url_or_nothing(p.url_name))]
        links = [link for link in links if link.is_shown]
        if url := url_or_nothing("plans:inbox"):
            bell = Place("plans:inbox", "Thông báo", ("plans:inbox",))
            inbox = Link(bell, url, officer, current=view_name.startswith("plans:inbox"))
        if officer.scope.own and (url := url_or_nothing(DUE_CALENDAR.url_name)):
            here_now = any(view_name.startswith(start) for start in DUE_CALENDAR.covers)
            calendar = Link(DUE_CALENDAR, url, officer, current=here_now)
        posts = list(dict.fromkeys(str(p) for p in officer.current_posts))
    return Navigation(
        links=links,
        inbox=inbox,
        calendar=calendar,
        home_url=url_or_nothing("agencies:home") or "/",
        search_url=url_or_nothing("directives:list") if links else "",
        account_url=url_or_nothing("agencies:account"),
        help_url=url_or_nothing("agencies:guide"),
        agencies_url=url_or_nothing("agencies:agency-list") if posts else "",
        logout_url=url_or_nothing("agencies:logout", "logout"),
        password_url=url_or_nothing("agencies:password-change", "agencies:password", "password_change"),
        posts=posts,
    )


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, built only when a template looks at it; `demo` and `version` for the frame."""
    return {
        "navigation": SimpleLazyObject(lambda: build(request)),
        "demo": bool(getattr(settings, "DEMO", False)),
        "version": str(getattr(settings, "VERSION", "")),
    }
