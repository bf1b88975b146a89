"""The history pages of this app's own nouns: for the administrators of the subtree, as their rooms in the admin are."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from agencies.choices import Duty
from agencies.dated import AgencyName, AgencyPlace
from agencies.history.subjects import Part, Subject, supply_related, supply_subject
from agencies.history.tracking import EVENTS
from agencies.history.words import Names
from agencies.models import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    CalendarDay,
    GroupMembership,
    Officer,
    Post,
    accounts_within,
    scope_of,
)
from agencies.wording import format_day


def _agencies(user: Officer) -> QuerySet[Agency]:
    return Agency.objects.all() if user.is_superuser else Agency.objects.filter(pk__in=scope_of(user).administered)


def _groups(user: Officer) -> QuerySet[AgencyGroup]:
    return AgencyGroup.objects.filter(owner__in=_agencies(user))


def _accounts(user: Officer) -> QuerySet[Officer]:
    return Officer.objects.all() if user.is_superuser else accounts_within(scope_of(user).administered)


def _days(user: Officer) -> QuerySet[CalendarDay]:
    rows = CalendarDay.objects.all()
    return rows if user.is_superuser or scope_of(user).administered else rows.none()


def _place(name: str) -> Any:
    return lambda row: reverse(name, args=[row.pk])


def _membership(event: Any, names: Names) -> str:
    return f"thành viên {names.of(Agency, event.agency_id)} của nhóm {names.of(AgencyGroup, event.group_id)}"


def _post(event: Any, names: Names) -> str:
    duty = event.title or event.get_duty_display()
    return f"chức trách {duty} của {names.of(Officer, event.officer_id)} tại {names.of(Agency, event.agency_id)}"


def _place_words(event: Any, names: Names) -> str:
    return f"cấp trên {names.of(Agency, event.parent_id)}"


def _groups_of(pk: int) -> Q:
    return Q(group_id__in=EVENTS[AgencyGroup]._base_manager.filter(owner_id=pk).values("pgh_obj_id"))


ADMINISTRATORS = (str(Duty.ADMINISTRATOR),)


def supply() -> None:
    """Give agencies, groups, accounts and days of the calendar their pages."""
    supply_related(GroupMembership, "agency", "group")
    supply_subject(
        Subject(
            "co-quan", "Cơ quan", _agencies, bodies=lambda agency: {agency.pk, agency.parent_id},
            place=_place("agencies:agency-detail"), duties=ADMINISTRATORS,
            parts=(
                Part(Agency, lambda pk: Q(pgh_obj_id=pk), lambda event, _names: f"cơ quan {event.name}"),
                Part(AgencyName, lambda pk: Q(agency_id=pk), lambda event, _names: f"tên {event.name}", ("agency",)),
                Part(AgencyPlace, lambda pk: Q(agency_id=pk), _place_words, ("agency",)),
                Part(AgencyAlias, lambda pk: Q(agency_id=pk), lambda event, _names: f"cách gọi “{event.text}”", ("agency",)),
                Part(Post, lambda pk: Q(agency_id=pk), _post, ("agency",)),
                Part(AgencyGroup, lambda pk: Q(owner_id=pk), lambda event, _names: f"nhóm {event.name}", ("owner",)),
                Part(GroupMembership, lambda pk: Q(agency_id=pk) | _groups_of(pk), _membership),
            ),
        )
    )  # fmt: skip
    supply_subject(
        Subject(
            "nhom", "Nhóm đơn vị", _groups, bodies=lambda group: {group.owner_id}, place=_place("agencies:group-detail"),
            duties=ADMINISTRATORS,
            parts=(
                Part(AgencyGroup, lambda pk: Q(pgh_obj_id=pk), lambda event, _names: f"nhóm {event.name}"),
                Part(GroupMembership, lambda pk: Q(group_id=pk), _membership, ("group",)),
            ),
        )
    )  # fmt: skip
    supply_subject(
        Subject(
            "can-bo", "Cán bộ", _accounts, bodies=lambda _officer: set(), place=_place("agencies:officer-detail"),
            duties=ADMINISTRATORS,
            parts=(
                Part(Officer, lambda pk: Q(pgh_obj_id=pk), lambda event, _names: f"tài khoản {event.username}"),
                Part(Post, lambda pk: Q(officer_id=pk), _post, ("officer",)),
            ),
        )
    )  # fmt: skip
    supply_subject(
        Subject(
            "ngay-lich", "Ngày trong lịch làm việc", _days, bodies=lambda _day: set(),
            place=_place("admin:agencies_calendarday_change"),
            duties=ADMINISTRATORS,
            parts=(
                Part(CalendarDay, lambda pk: Q(pgh_obj_id=pk), lambda event, _names: f"ngày {format_day(event.day)}"),
            ),
        )
    )  # fmt: skip
