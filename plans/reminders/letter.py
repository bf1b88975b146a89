"""The letter: all that one officer owes on a day, grouped, and on Mondays the leaders' summary; as subject, plain text and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from agencies.models import Officer
from agencies.wording import format_day, number, weekday_name
from plans.models import Digest, Reminder, WorkItem
from plans.reminders import asked_today, owed_today
from plans.reminders.parts import NEWS_GROUPS, PAGES, WORDS, WORK_PAGE, Group, Line, Share, absolute, shares, subject_of
from plans.reminders.reader import Reader
from plans.reminders.summary import Summary, weekly_summary
from plans.reminders.unsubscribing import address_for, headers_for

GUIDE = "nhac-viec"


@dataclass(frozen=True, slots=True)
class Part:
    """A group as the letter prints it: what it is called, its lines, how many more there are and which page has them."""

    key: str
    heading: str
    count: int
    lines: Sequence[Line]
    more: int
    page: str
    url: str


def write(
    digest: Digest, reader: Reader, rows: Sequence[tuple[WorkItem | None, Reminder]]
) -> EmailMultiAlternatives | None:
    """The whole letter of an officer on a day; None when no reason is left to send one.

    `rows` are today's reminders that still hold, with their items; those without an item are news of a plan or questions.
    """
    officer, on = reader.officer, reader.on
    summary = weekly_summary(officer, on=on) if digest.weekly else None
    if not rows and summary is None:
        return None
    parts = _parts(reader, rows)
    if not parts and summary is None:
        return None
    counts = [(Group(part.key), part.count) for part in parts]
    told = _context(officer, parts, summary, on=on)
    stop = address_for(officer.pk, on=on)
    message = EmailMultiAlternatives(
        subject=subject_of(counts, weekly=summary is not None),
        body=render_to_string("plans/mail/digest.txt", {**told, "stop_url": stop}),
        to=[officer.email],
        headers={
            "Message-ID": digest.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **headers_for(stop),
        },
    )
    message.attach_alternative(render_to_string("plans/mail/digest.html", {**told, "stop_url": stop}), "text/html")
    return message


def _parts(reader: Reader, rows: Sequence[tuple[WorkItem | None, Reminder]]) -> list[Part]:
    """All that is owed or told, shared out over the lines that a letter has."""
    said = owed_today.by_item((item, row) for item, row in rows if not row.handover_id)
    others = [row for item, row in rows if item is None or row.handover_id]
    entries = [*owed_today.entries(reader, said), *asked_today.entries(reader, others)]
    fitting = shares(entries)
    shown = [entry for share in fitting for entry in share.shown]
    lines = {**owed_today.lines(reader, shown, said), **asked_today.lines(reader.officer, shown, on=reader.on)}
    return [_part(share, lines) for share in fitting]


def _part(share: Share, lines: Mapping[Any, Line]) -> Part:
    url_name, page = PAGES.get(share.group, WORK_PAGE)
    told = [lines[entry] for entry in share.shown if entry in lines]
    return Part(
        key=share.group.value, heading=WORDS[share.group][0], count=share.total, lines=told, more=share.more, page=page,
        url=absolute(reverse(url_name)),
    )  # fmt: skip


def _context(officer: Officer, parts: Sequence[Part], summary: Summary | None, *, on: date) -> dict[str, Any]:
    lines = [line for part in parts for line in part.lines]
    url_name, page = _main_page(parts)
    return {
        "officer": officer,
        "intro": _intro(officer, parts, summary, on=on),
        "preheader": _preheader(parts, summary),
        "parts": parts,
        "summary": summary,
        # Said only where it tells some lines from others.
        "marks": any(line.is_new for line in lines) and not all(line.is_new for line in lines),
        "page": page,
        "page_url": (page_url := absolute(reverse(url_name))),
        "summary_link": summary is not None and summary.url != page_url,
        "why_url": f"{absolute(reverse('agencies:guide-page', args=[GUIDE]))}#vi-sao-toi-nhan-thu-nay",
        "choose_url": absolute(reverse("plans:reminder-preference")),
        "demo": bool(settings.DEMO),
    }


def _intro(officer: Officer, parts: Sequence[Part], summary: Summary | None, *, on: date) -> str:
    """What the letter is about, before its parts."""
    counts = {Group(part.key): part.count for part in parts}
    owed = sum(n for group, n in counts.items() if group not in NEWS_GROUPS and group != Group.SUPERIORS)
    where = ", ".join(
        dict.fromkeys(post.agency.label for post in officer.current_posts if post.agency_id in officer.scope.own)
    )
    news = " và ".join(_NEWS[group] for group in NEWS_GROUPS if group in counts)
    said = [f"còn {number(owed)} việc cần đồng chí xử lý"] if owed else []
    said += [news] if news else []
    day = f"Đến {weekday_name(on)[0].lower()}{weekday_name(on)[1:]}, ngày {format_day(on)}"
    sentences = [f"{day}, {where} {'; '.join(said)}."] if said else []
    if late := counts.get(Group.SUPERIORS):
        opening = "Kính báo" if sentences else f"{day}, kính báo"
        why = " để đồng chí chỉ đạo" if officer.scope.led else ", đề nghị cơ quan theo dõi chỉ đạo"
        sentences.append(f"{opening}{why}: {number(late)} việc quá hạn lâu ngày hoặc chưa cập nhật.")
    if summary is not None and not sentences:
        sentences.append(f"{day}, kính báo đồng chí tình hình thực hiện trong tuần.")
    return " ".join(sentences)


_NEWS = {Group.TAKEN_OVER: "tiếp nhận công việc được bàn giao", Group.ASSIGNED: "được giao nhiệm vụ mới"}


def _preheader(parts: Sequence[Part], summary: Summary | None) -> str:
    """What a list of letters shows beside the subject: the first thing to do."""
    first = next((line for part in parts if part.key not in NEWS_GROUPS for line in part.lines), None)
    first = first or next((line for part in parts for line in part.lines), None)
    if first is not None:
        return f"{first.title}. {first.when}"
    return summary.sentence if summary is not None else ""


def _main_page(parts: Sequence[Part]) -> tuple[str, str]:
    """The page that the button opens: where most of what is owed stands."""
    counts = {Group(part.key): part.count for part in parts}
    asked = sum(counts.get(group, 0) for group in (Group.REVIEWS, Group.QUESTIONS))
    own = sum(n for group, n in counts.items() if group not in PAGES)
    if asked > own:
        return PAGES[Group.QUESTIONS]
    return WORK_PAGE if own else PAGES[Group.SUPERIORS]
