"""What a công văn đôn đốc says: the overdue work that may stand in it, its first words, its lines as they are or were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from agencies.choices import Duty, Side
from agencies.models import Agency, Officer, Post, active_on, offices_of, working_calendar
from agencies.trees import ids_before
from directives.choices import Secrecy
from directives.models import Directive
from plans.choices import PlanState, Standing
from plans.models import Urging, UrgingLine, WorkItem
from plans.models.progress import WorkItemQuerySet
from plans.models.urging import UrgingQuerySet
from plans.rules_urging import MOST

SOURCE_LETTERS: Final = 280
SHOWN: Final = 5
ANSWER_DAYS: Final = 5
"""Working days that a first draft gives for the answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a letter; `item_id` is None where the item is no more, `source` empty where the document's words are unknown."""

    item_id: int | None
    title: str
    source: str
    document: str
    due_on: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a letter as of a day; `gone` are titles of a draft's items that are late no more and so will not be printed."""

    on: date
    rows: tuple[Line, ...]
    gone: tuple[str, ...] = ()


def late_items(items: WorkItemQuerySet, office_id: int, agency_id: int) -> WorkItemQuerySet:
    """Items of one agency in tracked plans that an office owns or monitors."""
    overseen = Q(owner_id=office_id) | Q(monitor_id=office_id)
    return items.filter(overseen, agency_id=agency_id, plan__state=PlanState.PUBLISHED)


def overdue(items: WorkItemQuerySet, *, on: date) -> WorkItemQuerySet:
    """Those that were overdue on a day, the longest late first, with what a line prints."""
    told: Any = items.as_of(on=on)
    late: WorkItemQuerySet = told.filter(standing=Standing.OVERDUE).order_by("limit_on", "id")
    return late.select_related("task", "assignment", "period", "plan__directive")


def offices_over(officer: Officer, agency: Agency, *, on: date) -> list[Agency]:
    """Offices of the officer that own or monitor overdue work of another agency; the one with most of it first."""
    own = {office.pk: office for office in offices_of(officer) if office.pk != agency.pk}
    if not own:
        return []
    overseen = WorkItem.objects.visible_to(officer).filter(Q(owner_id__in=own) | Q(monitor_id__in=own))
    late = overseen.open().filter(agency_id=agency.pk, plan__state=PlanState.PUBLISHED, due_on__lt=on)
    found = Counter[int]()
    for owner, monitor in late.order_by().values_list("owner_id", "monitor_id"):
        found.update({owner, monitor} & own.keys())
    return [own[pk] for pk, _ in found.most_common()]


def page_of(urging: Urging) -> str:
    """Where a letter is read: on a page of the app above, which prints it."""
    return reverse("reporting:urging", args=[urging.pk])


def offer(officer: Officer, agency: Agency, on: date) -> tuple[str, str] | None:
    """The act on the page of an agency that is late with work the officer oversees."""
    if not offices_over(officer, agency, on=on):
        return None
    return "Soạn công văn đôn đốc", reverse("plans:urging-new", args=[agency.pk])


def offered(officer: Officer, office: Agency, agency: Agency, *, on: date) -> list[Any]:
    """Overdue items that a new letter may name, each with `pending`: more time was asked for, or days to send again still run."""
    rows = late_items(WorkItem.objects.visible_to(officer), office.pk, agency.pk)
    found: list[Any] = list(overdue(rows, on=on).with_pending_extension()[:MOST])
    for item in found:
        quiet = item.quiet_until is not None and item.quiet_until >= on
        item.pending = item.extension_pending or quiet
    return found


def urged_before(items: Iterable[WorkItem]) -> dict[int, Urging]:
    """The latest letter that was sent about each item, by item."""
    sent = UrgingLine.objects.filter(work_item__in=[item.pk for item in items], urging__number__isnull=False)
    rows = sent.select_related("urging__office").order_by("urging__issued_on", "urging_id")
    return {row.work_item_id: row.urging for row in rows if row.work_item_id is not None}


def unanswered(officer: Officer) -> list[Urging]:
    """Letters to the officer's agencies, or to those whose place they took, that nobody has answered; the nearest day first."""
    rows = to_own(Urging.objects.visible_to(officer).waiting(), officer)
    return list(rows.with_names().order_by("report_by", "id")[:SHOWN])


def to_own(urgings: UrgingQuerySet, officer: Officer) -> UrgingQuerySet:
    """Of the given letters those that wait for the officer's own agencies, or came to bodies whose place these took."""
    return urgings.filter(agency_id__in=ids_before(officer.scope.own))


def line_of(item: Any) -> Line:
    """What a letter says of an item that is overdue as of the day it was read for."""
    period = f", kỳ {item.period.label}" if item.period else ""
    words = shorten(item.task.source_text, SOURCE_LETTERS, placeholder=" …")
    source = f"“{words}”" if item.task.is_verbatim else f"tóm lược: {words.removeprefix('Tóm lược: ')}"
    document = f"Mục {item.task.path.rstrip('.')}, {item.plan.directive.title}"
    title = f"{item.title}{period}"
    known = words and words.rstrip(".").casefold() != item.title.rstrip(".").casefold()
    return Line(item.pk, title[:500], source if known else "", document[:250], item.limit_on, item.days_overdue)


def lines_of(urging: Urging, *, on: date) -> Lines:
    """The lines of a letter: of a draft what is late on a day, of a sent one what was kept."""
    if urging.is_draft:
        return live_lines(urging, on=on)
    rows = urging.lines.order_by("position", "id")
    kept = (Line(r.work_item_id, r.title, r.source, r.document, r.due_on, r.days_overdue or 0) for r in rows)
    return Lines(urging.issued_on or on, tuple(kept))


def live_lines(urging: Urging, *, on: date) -> Lines:
    """The chosen items that are overdue on a day, and titles of those that are not."""
    chosen = WorkItem.objects.filter(urged_by__urging=urging)
    rows = [line_of(item) for item in overdue(late_items(chosen, urging.office_id, urging.agency_id), on=on)]
    left = chosen.exclude(pk__in=[row.item_id for row in rows]).select_related("task", "assignment", "period")
    gone = (f"{item.title}{f', kỳ {item.period.label}' if item.period else ''}" for item in left.order_by("pk"))
    return Lines(on, tuple(rows), tuple(gone))


def internal_document(urging: Urging) -> int | None:
    """The first internal document whose work the letter names."""
    named = Directive.objects.filter(_named_by(urging), secrecy=Secrecy.INTERNAL)
    return named.order_by("pk").values_list("pk", flat=True).first()


def _named_by(urging: Urging) -> Q:
    """Condition on documents: those of the plans whose items the letter names."""
    plans = urging.lines.filter(work_item__isnull=False).values("work_item__plan__directive_id")
    return Q(pk__in=plans)


def heads_of(office: Agency, *, on: date) -> list[Post]:
    """Who may sign for an office on a day, heads before deputies."""
    leading = Post.objects.filter(active_on(on), agency=office, duty=Duty.LEADER).exclude(title="")
    return sorted(
        leading.select_related("officer"), key=lambda post: (post.title.lower().startswith("phó"), post.since, post.pk)
    )


def answer_day(*, on: date) -> date:
    """The day before which a first draft asks for the answer."""
    return working_calendar().add(on, ANSWER_DAYS)


def first_words(office: Agency, agency: Agency, *, on: date) -> dict[str, str]:
    """The words of a new letter, in the names of the day; people change them as they like."""
    ours, theirs, heads = office.name_on(on), agency.name_on(on), heads_of(office, on=on)
    party = office.side == Side.PARTY
    kept = ours if "văn phòng" in ours.lower() else f"Văn phòng {ours}"
    above = f"Thường trực {office.serves.name_on(on)} (để báo cáo)" if office.serves else ""
    return {
        "addressee": theirs,
        "subject": "đôn đốc thực hiện nhiệm vụ quá hạn",
        "opening": (
            f"Được giao theo dõi, đôn đốc việc thực hiện các nhiệm vụ nêu tại văn bản chỉ đạo, {ours} đã rà soát "
            f"kết quả do {theirs} cập nhật."
        ),
        "closing": (
            "Với mỗi nhiệm vụ, đề nghị nêu rõ kết quả đến nay, nguyên nhân chậm, khó khăn cần tháo gỡ và ngày hoàn thành; "
            "việc đã xong thì gửi kèm sản phẩm hoặc minh chứng."
        ),
        "recipients": "\n".join(filter(None, ("Như trên", above, f"Lưu {kept}" if party else "Lưu: VT"))),
        "place": office.place,
        "symbol": (f"CV/{office.symbol}" if office.symbol else "CV") if party else office.symbol,
        "signer_title": heads[0].title if heads else "",
        "signer_name": heads[0].officer.full_name if heads else "",
    }
