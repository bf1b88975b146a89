"""A row with an ID against the work item as it is: what the officer changed in the file, and whether they may."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from agencies.models import Officer
from agencies.text import search_key
from agencies.verdict import Verdict, refused
from agencies.wording import format_day
from plans import rules
from plans.choices import DueSource, Standing
from plans.importing.cells import (
    HEADINGS,
    CellError,
    Judged,
    Typed,
    day_of,
    is_same,
    percent_of,
    plain,
    short,
    squeezed,
    text_of,
)
from plans.importing.former import Partner, names_all, names_of
from plans.models import RowKind, WorkItem
from plans.services.extensions import due_source
from plans.workbook.rows import Row

SPOKEN: Final = ("results", "standing", "difficulties", "proposals")
OWNED: Final = ("title", "kind", "source", "schedule", "lead", "partners")
LONGEST_WORDS: Final = 10_000
ESTIMATE: Final = re.compile(r"ước đạt\s*([0-9]{1,3})\s*%\s*\.?\s*", re.IGNORECASE)
STANDINGS: Final = {search_key(standing.label) for standing in Standing}
NIL: Final = "khong phat sinh"
KEPT: Final = "ô để trống nên giữ nguyên nội dung đang có."
ELSEWHERE: Final = {
    "lead": "Đổi đơn vị chủ trì ở trang phân công của nhiệm vụ.",
    "partners": "Thêm, bớt đơn vị phối hợp ở trang phân công của nhiệm vụ.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """An item with what the list prints for it: now, and on the day that the file names (the same where nothing is known).

    `rolled`: due days that it had until the working calendar moved them; `partners`: who helps, each by every name it bore.
    """

    item: WorkItem
    now: Row
    then: Row
    has_pending: bool
    rolled: frozenset[date] = frozenset()
    partners: list[Partner] = field(default_factory=list)


def judge_update(row: Typed, known: Known, *, officer: Officer, on: date, reason: str, decision_number: str) -> Judged:
    """What the row changes in its item; the row's `kind` is settled, with every error at its cell."""
    item = known.item
    judged = Judged(
        row.line.number,
        title=item.title[:300],
        body=item.agency.label[:300],
        item_key=item.pk,
        item_version=item.version,
    )
    changed = [name for name in row.columns if name not in ("place", "id") and _is_changed(row, name, known)]
    _report([name for name in changed if name in SPOKEN], row, known, judged, officer)
    for name in changed:
        if name in SPOKEN:
            continue
        cell = row.cell(name)
        if cell is None:
            if name == "due_on" or name in OWNED:
                judged.note(row.ref(name), KEPT)
        elif name == "due_on":
            _move(row, known, judged, _Terms(officer, on, reason, decision_number))
        elif name in OWNED:
            judged.wrong(row.ref(name), f"{_told(name, known.now)} {_not_here(officer, item, name)}")
        else:
            judged.note(row.ref(name), f"cột “{HEADINGS[name]}” do hệ thống ghi, không nhập từ tệp.{_instead(name)}")
    if judged.is_wrong:
        judged.acts, judged.changes = [], []  # a row is saved whole or not at all
    judged.kind = RowKind.ERROR if judged.is_wrong else RowKind.UPDATE if judged.acts else RowKind.SAME
    return judged


def _is_changed(row: Typed, name: str, known: Known) -> bool:
    """Whether the officer changed the cell: it says neither what is so now nor what was so when the file was made."""
    cell = row.cell(name)
    if is_same(cell, known.now.get(name)) or is_same(cell, known.then.get(name)):
        return False
    try:
        words = plain(cell) if name in ("lead", "partners") else ""
    except CellError:
        return True
    # Bodies are known by the names they bore: the file may be older than a renaming.
    if words and name == "lead":
        return squeezed(words) not in names_of(known.item.agency)
    return not (name == "partners" and names_all(words, known.partners))


def _told(name: str, now: Row) -> str:
    value = now.get(name)
    words = format_day(value) if isinstance(value, date) else str(value if value is not None else "")
    return f"không đổi được “{HEADINGS[name]}”{f' (hiện là “{short(words)}”)' if words else ''}."


def _not_here(officer: Officer, item: WorkItem, name: str) -> str:
    if not (mine := rules.may_own(officer, item.plan)):
        return mine.reason
    return ELSEWHERE.get(name) or rules.may_edit_freely(officer, item.plan).reason


def _instead(name: str) -> str:
    return " Báo hoàn thành hay xác nhận thì làm ở trang của việc." if name in ("life", "done_on") else ""


# --- what the agency says -----------------------------------------------------------------------


def _report(changed: list[str], row: Typed, known: Known, judged: Judged, officer: Officer) -> None:
    """Changed words become one report of progress that repeats what was not changed; empty cells change nothing."""
    item, now = known.item, known.now
    for name in [name for name in changed if row.cell(name) is None]:
        judged.note(row.ref(name), KEPT)
    meant = [name for name in changed if row.cell(name) is not None and not _is_class(row, name, judged)]
    meant.sort(key=SPOKEN.index)  # a share of its own column counts before one within the results
    if not meant:
        return
    before, percent_before = _apart(str(now.get("results") or ""), item)
    said: dict[str, Any] = {
        "results": before, "difficulties": now.get("difficulties") or "", "proposals": now.get("proposals") or "",
        "percent": percent_before,
    }  # fmt: skip
    for name in meant:
        _read(name, row, item, said, judged)
    if judged.is_wrong:
        return
    if not (may := rules.may_report(officer, item)):
        for name in meant:
            judged.wrong(row.ref(name), f"{_told(name, now)} {may.reason}")
        return
    if _is_overtaken(row, known):
        for name in meant:
            judged.wrong(row.ref(name), _overtaken(known))
        return
    said["is_nil"] = bool(item.period_id) and search_key(said["results"]) == NIL
    if said["is_nil"]:
        said["results"] = ""
    judged.acts.append({"do": "report", "item": item.pk, **said})
    told = {**said, "standing": "" if said["percent"] is None else f"{said['percent']}%"}
    for name in meant:
        words = "Không phát sinh" if name == "results" and said["is_nil"] else str(told[name])
        judged.changes.append(f"{HEADINGS[name]}: “{short(str(now.get(name) or ''))}” → “{short(words)}”")


def _is_class(row: Typed, name: str, judged: Judged) -> bool:
    """Another class in "Mức độ hoàn thành" is not a share: it is counted by the system."""
    cell = row.cell(name)
    if name != "standing" or cell is None or not isinstance(cell.value, str) or search_key(cell.value) not in STANDINGS:
        return False
    judged.note(row.ref(name), f"“{short(cell.value)}” là tình trạng do hệ thống tính, không nhập từ tệp.")
    return True


def _read(name: str, row: Typed, item: WorkItem, said: dict[str, Any], judged: Judged) -> None:
    cell = row.cell(name)
    assert cell is not None  # the caller leaves empty cells out
    try:
        if name != "standing":
            words = text_of(cell, most=LONGEST_WORDS)
            if name == "results":
                words, said["percent"] = _apart(words, item)
            said[name] = words
        elif item.is_check_in:
            raise CellError("việc theo kỳ không hỏi mức độ hoàn thành; hãy ghi vào “Kết quả thực hiện”.")
        else:
            said["percent"] = percent_of(cell)
    except CellError as error:
        judged.wrong(row.ref(name), str(error))


def _apart(words: str, item: WorkItem) -> tuple[str, int | None]:
    """ "Ước đạt 60%. Đã họp" as the list prints it → the words, and the share."""
    match = None if item.is_check_in else ESTIMATE.match(words)
    if match is None or int(match[1]) > 100:
        return words, None
    return words[match.end() :].strip(), int(match[1])


def _is_overtaken(row: Typed, known: Known) -> bool:
    """Whether a report came after the file was made: its day in the file is no longer that of the last report."""
    return "updated_on" in row.columns and not is_same(row.cell("updated_on"), known.now.get("updated_on"))


def _overtaken(known: Known) -> str:
    day, words = known.now.get("updated_on"), short(str(known.now.get("results") or "không ghi kết quả"))
    when = f" ngày {format_day(day)}" if isinstance(day, date) else ""
    return f"từ khi xuất tệp, việc này đã có báo cáo{when}: “{words}”. Hãy xuất lại tệp rồi sửa trên bản mới."


# --- dates ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a change of date stands on."""

    officer: Officer
    on: date
    reason: str
    decision_number: str


def _move(row: Typed, known: Known, judged: Judged, terms: _Terms) -> None:
    """Another day is more time granted by who decides on it, or asked for by who owes it; always with the reason."""
    ref, item = row.ref("due_on"), known.item
    try:
        day = day_of(row.cell("due_on"))
    except CellError as error:
        judged.wrong(ref, str(error))
        return
    assert day is not None  # the caller leaves empty cells out
    if item.due_on and (day == item.named_due_on or day in known.rolled):
        # The day that was named or counted before days off moved it is the same date said otherwise, never a wish.
        judged.note(
            ref, f"{format_day(day)} là ngày trước khi chuyển theo lịch làm việc; giữ hạn {format_day(item.due_on)}."
        )
        return
    verdicts: Mapping[str, Verdict] = {
        "extend": rules.decides_dates(terms.officer, item),
        "ask": rules.may_ask_extension(terms.officer, item, pending=known.has_pending),
    }
    do = next((name for name, verdict in verdicts.items() if verdict), None)
    mine = rules.acts_for(terms.officer, item.agency_id) is not None
    refusal = "" if do else verdicts["ask" if mine else "extend"].reason
    refusal = refusal or _no_more_time(known, day, terms, do or "").reason
    if refusal:
        now = format_day(item.due_on) if item.due_on else "không có hạn"
        judged.wrong(ref, f"không đổi được hạn từ {now} sang {format_day(day)}. {refusal}")
        return
    judged.acts.append({"do": do, "item": item.pk, "to": day.isoformat()})
    words = "Gia hạn" if do == "extend" else "Xin gia hạn"
    judged.changes.append(f"{words}: {format_day(item.due_on) if item.due_on else '–'} → {format_day(day)}")


def _no_more_time(known: Known, day: date, terms: _Terms, do: str) -> Verdict:
    item = known.item
    checks: tuple[Callable[[], Verdict], ...] = (
        lambda: rules.may_extend_now(item, pending=known.has_pending),
        lambda: rules.is_later(day, item, on=terms.on),
        lambda: (
            Verdict() if terms.reason.strip() else refused("Đổi hạn là gia hạn: ghi “Lý do đổi hạn” ở bước ghép cột.")
        ),
        lambda: (
            refused("Hạn do văn bản ấn định: ghi “Số văn bản cho đổi hạn” ở bước ghép cột.")
            if do == "extend" and due_source(item) == DueSource.DOCUMENT and not terms.decision_number.strip()
            else Verdict()
        ),
    )
    return next((verdict for check in checks if not (verdict := check())), Verdict())
