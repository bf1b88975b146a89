"""The inbox as its page shows it: tabs, conditions, and each entry with the present words of what it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Any, Final

from agencies.models import Officer
from agencies.wording import format_day
from plans.choices import NoticeKind
from plans.filters import InboxFilter
from plans.lines import lines_of
from plans.models import Assignment, Note, Notice, Plan, Urging, WorkItem
from plans.models.inbox import NoticeQuerySet

TABS: Final = {"dang-cho": "Đang chờ", "de-sau": "Để sau", "da-cat": "Đã cất"}
WAITING: Final = "dang-cho"
ICONS: Final = {
    NoticeKind.REMINDER: "clock",
    NoticeKind.DECISION: "check",
    NoticeKind.QUESTION: "user-question",
    NoticeKind.JOB: "file-text",
}
# What an entry is called that is about none of the things with words of their own.
NOUNS: Final = {
    "export": "Xuất danh sách nhiệm vụ",
    "import": "Nhập nhiệm vụ từ tệp",
    "bulk": "Việc làm hàng loạt",
    "report": "Báo cáo",
    "part": "Phần của đơn vị trong báo cáo",
    "handover": "Bàn giao",
    "line": "Phân công",
    "urging": "Công văn đôn đốc",
    "work": "Việc của đơn vị",
}


type Naming = Callable[[Officer, Collection[int]], Mapping[int, tuple[str, str]]]
_NAMED: Final[dict[str, Naming]] = {}


def supply_titles(noun: str, naming: Naming) -> None:
    """Let a room to the left name what entries of a noun are about: title and line under it, of what the officer may see."""
    _NAMED[noun] = naming


def tab_of(query: Mapping[str, Any]) -> str:
    """The tab that an address names; what waits when it names none."""
    asked = str(query.get("muc", ""))
    return asked if asked in TABS else WAITING


def parts(officer: Officer, *, on: date) -> dict[str, NoticeQuerySet]:
    """The entries of each tab."""
    own = Notice.objects.visible_to(officer)
    return {WAITING: own.waiting(on=on), "de-sau": own.put_off(on=on), "da-cat": own.archived()}


def chosen(officer: Officer, query: Mapping[str, Any], *, on: date, until: datetime | None = None) -> NoticeQuerySet:
    """The entries that an address shows; `until` leaves out what was said after a page was shown."""
    found: NoticeQuerySet = InboxFilter(query, queryset=parts(officer, on=on)[tab_of(query)]).qs
    return found.filter(at__lte=until) if until else found


def kept(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The conditions of an address beside its tab, for a form that acts on exactly what they show."""
    return [(name, str(query[name])) for name in InboxFilter.base_filters if query.get(name)]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: `title` and `about` are the present words of its thing, `standing` an item with its class."""

    notice: Notice
    title: str
    about: str
    icon: str
    standing: WorkItem | None = None


def dressed(notices: Iterable[Notice], officer: Officer, *, on: date) -> list[Row]:
    """Entries with the words of what they are about; one query for each kind of thing, however many entries."""
    rows = list(notices)
    things = _things(rows, officer, on=on)
    return [_row(one, things) for one in rows]


def _things(rows: list[Notice], officer: Officer, *, on: date) -> dict[str, Mapping[int, Any]]:
    """By kind of thing and key; what an entry names by a foreign key was seen to be in sight by `visible_to`."""
    items = WorkItem.objects.filter(pk__in={one.work_item_id for one in rows if one.work_item_id})
    notes = Note.objects.filter(pk__in={one.note_id for one in rows if one.note_id})
    plans = Plan.objects.filter(pk__in={one.plan_id for one in rows if one.plan_id})
    letters = Urging.objects.filter(pk__in={one.urging_id for one in rows if one.urging_id})
    lines = lines_of(officer).filter(pk__in={key for one in rows if (key := _line_id(one))})
    return {
        "item": {row.pk: row for row in items.with_names().with_standing(on=on)},
        "note": {row.pk: row for row in notes.select_related("plan__directive", "task", "officer", "from_agency")},
        "plan": {row.pk: row for row in plans.select_related("directive")},
        "urging": {row.pk: row for row in letters.select_related("office", "agency")},
        "line": {row.pk: row for row in lines.select_related("task__plan__directive", "agency")},
        **{
            noun: naming(officer, ids) if (ids := {key for one in rows if (key := _key_of(one, noun))}) else {}
            for noun, naming in _NAMED.items()
        },
    }


def _line_id(notice: Notice) -> int:
    return _key_of(notice, "line")


def _key_of(notice: Notice, noun: str) -> int:
    """The key in a thread's name ("line:7", "report:7:steps"); 0 where it is about something else."""
    said, key, *_ = [*notice.subject.split(":"), ""]
    return int(key) if said == noun and key.isascii() and key.isdecimal() and len(key) < 16 else 0


def _row(notice: Notice, things: Mapping[str, Mapping[int, Any]]) -> Row:
    icon = ICONS[NoticeKind(notice.kind)]
    if item := things["item"].get(notice.work_item_id or 0):
        return Row(notice, item.title, _of_item(item), icon, item)
    if note := things["note"].get(notice.note_id or 0):
        return Row(notice, shorten(note.text, 140, placeholder="…"), _of_note(note), icon)
    if line := things["line"].get(_line_id(notice)):
        return Row(notice, line.heading or line.task.heading, _of_line(line), icon)
    if letter := things["urging"].get(notice.urging_id or 0):
        return Row(notice, f"{NOUNS['urging']} {letter.numbered}".strip(), _of_letter(letter), icon)
    if plan := things["plan"].get(notice.plan_id or 0):
        return Row(notice, f"Kế hoạch {plan.directive.label}", plan.directive.subject, icon)
    for noun in _NAMED:
        if named := things[noun].get(_key_of(notice, noun)):
            return Row(notice, named[0], named[1], icon)
    return Row(notice, NOUNS.get(notice.subject.partition(":")[0], "Thông báo"), "", icon)


def _of_item(item: WorkItem) -> str:
    words = [item.agency.label, item.plan.directive.label]
    return " · ".join([*words, item.occurrence] if item.period is not None else words)


def _of_note(note: Note) -> str:
    words = [note.get_kind_display().capitalize(), f"{note.officer.full_name}, {note.from_agency.label}"]
    if note.task is not None:
        words.append(f"mục {note.task.path}")
    return " · ".join([*words, note.plan.directive.label] if note.plan else words)


def _of_letter(letter: Urging) -> str:
    return f"{letter.office.label} gửi {letter.agency.label} · báo cáo trước ngày {format_day(letter.report_by)}"


def _of_line(line: Assignment) -> str:
    return f"{line.label} · mục {line.task.path} · {line.task.plan.directive.label}"
