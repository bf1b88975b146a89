"""The letter: what one officer still owes on a day, grouped, as subject, plain text and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from agencies.choices import Duty
from agencies.models import Officer
from agencies.wording import days_phrase, format_day, weekday_name
from plans.choices import ItemKind, Occasion
from plans.models import Digest, Reminder, WorkItem
from plans.occasions import NEWS
from plans.taken import Taken, taken_by

# A letter is read on a phone; the page has the rest.
LONGEST_GROUP = 40


class Group(StrEnum):
    """The parts of a letter in their order."""

    TAKEN_OVER = "taken_over"
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    RETURNED = "returned"
    PERIODIC = "periodic"


# Heading of the part, and what the subject counts.
WORDS = {
    Group.TAKEN_OVER: ("Tiếp nhận bàn giao", "việc được chuyển giao"),
    Group.OVERDUE: ("Quá hạn", "việc quá hạn"),
    Group.TODAY: ("Đến hạn hôm nay", "việc đến hạn hôm nay"),
    Group.SOON: ("Sắp đến hạn", "việc sắp đến hạn"),
    Group.RETURNED: ("Bị trả lại", "việc bị trả lại"),
    Group.PERIODIC: ("Báo cáo định kỳ", "báo cáo định kỳ đến kỳ"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the letter tells it; one that tells of several has their `count`."""

    group: Group
    title: str
    source: str
    when: str
    remark: str
    url: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A group with the lines that fit and how many more there are."""

    key: str
    heading: str
    count: int
    lines: Sequence[Line]
    more: int


def group_of(item: WorkItem, *, on: date) -> Group:
    """Returned work first of all; then by day; what is answered per period apart while there is time."""
    assert item.due_on is not None  # every occasion has one
    if item.resubmit_by is not None:
        return Group.RETURNED
    if item.due_on < on:
        return Group.OVERDUE
    if item.due_on == on:
        return Group.TODAY
    return Group.PERIODIC if item.kind in (ItemKind.CHECK_IN, ItemKind.REPORT) else Group.SOON


def absolute(path: str) -> str:
    """A path as an address that works outside the product."""
    return f"{settings.PUBLIC_URL}{path}"


def line_of(item: WorkItem, reminder: Reminder, *, on: date, name_agency: bool) -> Line:
    """The item in the letter's words; the agency is named where the officer stands for several."""
    assert item.due_on is not None
    source = [item.plan.directive.label, item.plan.directive.issuer_name]
    if item.period is not None:
        source.append(item.occurrence)
    if name_agency:
        source.insert(0, item.agency.label)
    group = group_of(item, on=on)
    remark = ""
    if group == Group.RETURNED and item.resubmit_by is not None:
        remark = f"Bị trả lại, gửi lại chậm nhất ngày {format_day(item.resubmit_by)}"
    elif reminder.occasion == Occasion.SILENT:
        remark = "Chưa cập nhật 2 kỳ liền"
    return Line(
        group=group,
        title=item.title,
        source=" · ".join(source),
        when=f"Hạn {format_day(item.due_on)}, {days_phrase((item.due_on - on).days)}",
        remark=remark,
        url=absolute(reverse("plans:item-detail", args=[item.pk])),
    )


def line_of_handover(taken: Taken) -> Line:
    """What came to an agency by one handover, in one line that leads to the list of it."""
    return Line(
        group=Group.TAKEN_OVER, title=taken.title, source=taken.handover.decision,
        when=f"Ghi bàn giao ngày {format_day(taken.handover.done_on)}", remark="",
        url=absolute(reverse("plans:handover-detail", args=[taken.handover.pk])), count=taken.items,
    )  # fmt: skip


def parts_of(lines: Iterable[Line]) -> list[Part]:
    """Lines in groups, empty groups left out."""
    by_group: dict[Group, list[Line]] = {group: [] for group in Group}
    for line in lines:
        by_group[line.group].append(line)
    return [
        Part(
            group.value,
            WORDS[group][0],
            sum(line.count for line in found),
            found[:LONGEST_GROUP],
            max(0, len(found) - LONGEST_GROUP),
        )
        for group, found in by_group.items()
        if found
    ]


def subject_of(parts: Iterable[Part]) -> str:
    """"Đôn Đốc: 3 việc quá hạn, 2 việc sắp đến hạn"."""  # fmt: skip
    return "Đôn Đốc: " + ", ".join(f"{part.count} {WORDS[Group(part.key)][1]}" for part in parts)


def write(
    digest: Digest, officer: Officer, rows: Sequence[tuple[Any, Reminder]], *, on: date
) -> EmailMultiAlternatives | None:
    """The whole letter; `rows` are what is still owed, each item once, in the order to tell them."""
    rows = [(item, reminder) for item, reminder in rows if item is not None]
    if not rows:
        return None
    several = len({item.agency_id for item, _ in rows}) > 1
    owed = [(item, reminder) for item, reminder in rows if reminder.occasion not in NEWS]
    news = {(row.handover_id or 0, row.agency_id) for _, row in rows if row.occasion in NEWS}
    parts = parts_of([
        *(line_of_handover(taken) for taken in taken_by(news)),
        *(line_of(item, reminder, on=on, name_agency=several) for item, reminder in owed),
    ])  # fmt: skip
    context = {
        "officer": officer,
        "agencies": sorted({item.agency.name for item, _ in rows}),
        "as_leader": any(reminder.duty == Duty.LEADER for _, reminder in owed),
        "only_news": not owed,
        "parts": parts,
        "day": f"{weekday_name(on)[0].lower()}{weekday_name(on)[1:]}, ngày {format_day(on)}",
        "work_url": absolute(reverse("plans:agency-work")),
        "demo": bool(settings.DEMO),
    }
    message = EmailMultiAlternatives(
        subject=subject_of(parts),
        body=render_to_string("plans/mail/digest.txt", context),
        to=[officer.email],
        headers={
            "Message-ID": digest.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(render_to_string("plans/mail/digest.html", context), "text/html")
    return message
