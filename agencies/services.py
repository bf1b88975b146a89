"""Verbs that change agencies, groups, officers and posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from agencies.calendars import holidays_of
from agencies.choices import Side
from agencies.models import Agency, AgencyAlias, AgencyGroup, CalendarDay, GroupMembership, Officer, Post


class SavedByOthers(Exception):
    """Somebody saved the same row first; `current` is the row as it is now, so both versions can be shown."""

    def __init__(self, current: object) -> None:
        super().__init__("Có người vừa lưu trước. Hai bản được hiện cạnh nhau để chọn.")
        self.current = current


@transaction.atomic
def create_agency(
    *,
    name: str,
    kind: str,
    level: str,
    side: str = Side.PARTY,
    short_name: str = "",
    parent: Agency | None = None,
    serves: Agency | None = None,
    acting_body: str = "",
    symbol: str = "",
    place: str = "",
    aliases: Iterable[str] = (),
    provisional: bool = False,
    recorded_by: Agency | None = None,
) -> Agency:
    """A new body of the catalogue with its other names; place is taken from the superior when not given."""
    agency = Agency.objects.create(
        name=name, kind=kind, level=level, side=side, short_name=short_name, parent=parent, serves=serves,
        acting_body=acting_body, symbol=symbol, place=place or (parent.place if parent else ""),
        provisional=provisional, recorded_by=recorded_by,
    )  # fmt: skip
    for text in aliases:
        AgencyAlias.objects.get_or_create(agency=agency, text=text, branch=parent)
    return agency


@transaction.atomic
def create_group(*, owner: Agency, name: str, members: Iterable[Agency], since: date) -> AgencyGroup:
    """A category of agencies with its first members, all since the same day."""
    group = AgencyGroup.objects.create(owner=owner, name=name)
    GroupMembership.objects.bulk_create(GroupMembership(group=group, agency=member, since=since) for member in members)
    return group


def create_officer(
    *, username: str, full_name: str, email: str, password: str | None = None, is_sample: bool = False
) -> Officer:
    """A person who may sign in; without a password only after an administrator sets one."""
    officer = Officer(username=username, full_name=full_name, email=email, is_sample=is_sample)
    if password is None:
        officer.set_unusable_password()
    else:
        officer.set_password(password)
    officer.save()
    return officer


def appoint(
    officer: Officer, *, agency: Agency, duty: str, title: str = "", since: date, until: date | None = None
) -> Post:
    """Give an officer a post; several at once are kiêm nhiệm."""
    return Post.objects.create(officer=officer, agency=agency, duty=duty, title=title, since=since, until=until)


def end_post(post: Post, *, on: date) -> Post:
    """Let a post end: `on` is its last day."""
    post.until = on
    post.save(update_fields=["until"])
    return post


def load_holidays(years: Iterable[int]) -> int:
    """Seed the public holidays of Vietnam from the `holidays` library; rows already edited by the office stay. Returns new rows."""
    rows = holidays_of(years)
    before = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    return CalendarDay.objects.count() - before
