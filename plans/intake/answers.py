"""What an officer's answer or correction changes in a proposal. Pure: each function changes the given proposal in place
and raises `NotPossible` with a Vietnamese sentence, changing nothing, where the act makes no sense any more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from agencies.text import nfc, search_key
from directives.choices import LinkKind
from plans.intake.proposal import NEW, TEXT, Line, Name, Option, Proposal, Span, TaskDraft
from plans.intake.propose import kind_of
from plans.intake.questions import LATER, Question, questions, still_open
from plans.intake.titles import title_of

LONGEST_PATH, LONGEST_TITLE = 40, 300
TWIN, NOT_A_TWIN = "trung", "khong"


class NotPossible(Exception):
    """The act does not fit the proposal (any more); the text says why and what to do."""


def answer(proposal: Proposal, question_id: str, key: str, *, shown: str) -> None:
    """Give one question one of its answers."""
    asked = _question(proposal, question_id)
    if key not in {one.key for one in asked.answers}:
        raise NotPossible("Câu trả lời này không còn trong danh sách. Hãy chọn lại.")
    kind, _, what = question_id.partition(":")
    proposal.answers[question_id] = key
    match kind:
        case "ten":
            choose(proposal, what, key)
        case "ky":
            task = _the_task(proposal, what)
            task.cycles = [] if key == LATER else [key]
        case "vien-dan":
            proposal.above[int(what)].keep = key == "khac"
        case "noi-nhan":
            proposal.add_recipients = key == "them"
        case "luu-y":
            _about_note(proposal, int(what), key, shown=shown)


def withdraw(proposal: Proposal, question_id: str) -> None:
    """Open an answered question again."""
    asked = _question(proposal, question_id)
    kind, _, what = asked.id.partition(":")
    proposal.answers.pop(question_id, None)
    match kind:
        case "ten":
            name = proposal.names[what]
            name.answered = name.teaches = False
            name.choice = name.first
            name.label = next((one.label for one in name.options if one.key == name.first), name.words)
        case "ky":
            _the_task(proposal, what).cycles = []
        case "vien-dan":
            proposal.above[int(what)].keep = True
        case "noi-nhan":
            proposal.add_recipients = False
        case "luu-y":
            _about_note(proposal, int(what), "", shown="")


def answer_the_rest_later(proposal: Proposal) -> int:
    """Leave every open question for later, or as the text has it; returns how many."""
    left = still_open(proposal)
    for asked in left:
        answer(proposal, asked.id, asked.answers[-1].key, shown="")
    return len(left)


def _question(proposal: Proposal, question_id: str) -> Question:
    for one in questions(proposal):
        if one.id == question_id:
            return one
    raise NotPossible("Câu hỏi này không còn nữa. Trang vừa được làm mới.")


def _the_task(proposal: Proposal, task_id: str | int) -> TaskDraft:
    task = proposal.task(int(task_id)) if str(task_id).isdecimal() else None
    if task is None:
        raise NotPossible("Nhiệm vụ này không còn trong đề xuất. Trang vừa được làm mới.")
    return task


# --- names ----------------------------------------------------------------------------------------


def choose(proposal: Proposal, key: str, choice: str, *, label: str = "") -> None:
    """Say what a printed name means, wherever the text says it; a body chosen by hand teaches its name (decision 17)."""
    name = proposal.names.get(key)
    if name is None:
        raise NotPossible("Tên này không còn trong đề xuất. Trang vừa được làm mới.")
    offered = next((one for one in name.options if one.key == choice), None)
    if choice not in (TEXT, NEW) and offered is None:
        if not label:
            raise NotPossible("Đơn vị này không có trong danh mục. Hãy chọn lại.")
        name.options.insert(0, Option(choice, label, "đồng chí đã chọn"))
    name.choice, name.answered = choice, True
    name.label = name.words if choice in (TEXT, NEW) else label or (offered.label if offered else "")
    name.teaches = choice.startswith("a") and search_key(name.label) != search_key(name.words) and not name.is_open_set


def _kept_as_words(proposal: Proposal, words: str) -> str:
    """Key of a name that means nobody yet, added when the text did not have it."""
    key = search_key(words)[:200] or "?"
    while key in proposal.names and proposal.names[key].choice != TEXT:  # the text means a body by these words
        key += " (lời)"
    if key not in proposal.names:
        proposal.names[key] = Name(words[:300], None, TEXT, words, answered=True)
    return key


# --- duplicates -----------------------------------------------------------------------------------


def settle_twin(proposal: Proposal, twin: int | None) -> None:
    """Say which record the document is, or that it is none of those shown."""
    proposal.answers[TWIN] = str(twin or NOT_A_TWIN)
    proposal.twin = twin


def ask_again_about_twins(proposal: Proposal) -> None:
    """Let the page show likely duplicates anew: the record has changed, or another one came meanwhile."""
    proposal.answers.pop(TWIN, None)
    proposal.twin = None


# --- superiors --------------------------------------------------------------------------------------


def settle_superior(proposal: Proposal, place: int, *, keep: str = "", relation: str = "") -> None:
    """Keep a cited document or leave it out ("1", "0"), and say what it is to this one (a LinkKind)."""
    if not 0 <= place < len(proposal.above):
        raise NotPossible("Văn bản viện dẫn này không còn trong đề xuất.")
    above = proposal.above[place]
    if keep in ("0", "1"):
        above.keep = keep == "1"
    if relation in LinkKind.values:
        above.relation = relation


# --- tasks ----------------------------------------------------------------------------------------


def give(proposal: Proposal, task_id: int, *, bodies: Sequence[tuple[str, str]], words: str, role: str) -> None:
    """Set who leads or helps in one task: (option key, label) of the catalogue, and open words as they are."""
    task = _the_task(proposal, task_id)
    wanted: list[Line] = []
    kept = {proposal.names[line.name].choice: line for line in task.lines if line.role == role}
    for choice, label in bodies:
        wanted.append(kept.get(choice) or Line(_key_for(proposal, choice, label), role))
    for said in (one.strip() for one in words.splitlines()):
        if said:
            before = next((line for line in task.lines if line.role == role and _says(proposal, line, said)), None)
            wanted.append(before or Line(_kept_as_words(proposal, nfc(said)), role))
    others = [line for line in task.lines if line.role != role]
    task.lines = [*wanted, *others] if role == "lead" else [*others, *wanted]
    task.lead_from = "self" if role == "lead" and wanted else task.lead_from
    task.edited = True


def _says(proposal: Proposal, line: Line, words: str) -> bool:
    """Whether a line keeps just these words, as nobody's yet."""
    name = proposal.names[line.name]
    return name.agency_id is None and name.group_id is None and search_key(name.words) == search_key(words)


def _key_for(proposal: Proposal, choice: str, label: str) -> str:
    """A name whose meaning is the chosen body: one that the text has, else the body's own name."""
    for key, name in proposal.names.items():
        if name.choice == choice:
            return key
    key = search_key(label)[:200] or choice
    while key in proposal.names:  # the same words mean something else in this text
        key += f" {choice}"
    proposal.names[key] = Name(label, None, choice, label, sure=True, answered=False, options=[Option(choice, label)])
    return key


def rewrite(
    proposal: Proposal, task_id: int, *, title: str, path: str, kind: str, due_on: date | None, product: str
) -> None:
    """Change what a task is called, where it stands, what it asks for and by when."""
    task = _the_task(proposal, task_id)
    title, path = nfc(title).strip()[:LONGEST_TITLE], nfc(path).strip()[:LONGEST_PATH]
    if not title or not path:
        raise NotPossible("Nhiệm vụ phải có tên và số mục.")
    if any(other.path == path and other.id != task.id for other in proposal.kept):
        raise NotPossible(f"Mục {path} đã có trong đề xuất. Hãy chọn số mục khác.")
    day = due_on.isoformat() if due_on else None
    if day != task.due_on:
        task.due_by_document = False
        proposal.answers.pop(f"han:{task.id}", None)
    task.title, task.path, task.kind, task.due_on, task.product, task.edited = (
        title,
        path,
        kind,
        day,
        product.strip()[:300],
        True,
    )


def drop(proposal: Proposal, task_id: int, *, dropped: bool = True) -> None:
    """Leave a task out, or take it in again."""
    task = _the_task(proposal, task_id)
    if not dropped and any(other.path == task.path for other in proposal.kept):
        raise NotPossible(f"Mục {task.path} đã có trong đề xuất.")
    task.dropped = dropped


def move(proposal: Proposal, task_id: int, *, up: bool) -> None:
    """Change places with the neighbour that is kept; nothing happens at either end."""
    task, kept = _the_task(proposal, task_id), proposal.kept
    if task not in kept:
        return
    here = kept.index(task)
    there = here - 1 if up else here + 1
    if 0 <= there < len(kept):
        a, b = proposal.tasks.index(task), proposal.tasks.index(kept[there])
        proposal.tasks[a], proposal.tasks[b] = proposal.tasks[b], proposal.tasks[a]


def merge(proposal: Proposal, task_id: int) -> TaskDraft:
    """Join a task to the one before it: words, bodies and dates together, under the earlier number."""
    task, kept = _the_task(proposal, task_id), proposal.kept
    if task not in kept or kept.index(task) == 0:
        raise NotPossible("Không có nhiệm vụ nào phía trước để gộp.")
    first = kept[kept.index(task) - 1]
    first.text = f"{first.text}\n{task.text}"
    if first.span and task.span:
        first.span = (min(first.span[0], task.span[0]), max(first.span[1], task.span[1]))
    have = {(line.name, line.role) for line in first.lines}
    first.lines += [line for line in task.lines if (line.name, line.role) not in have]
    if first.due_on is None and not first.due_text:
        first.due_on, first.due_text, first.due_span = task.due_on, task.due_text, task.due_span
        first.due_by_document = task.due_by_document
    if not first.recurrence:
        first.recurrence, first.recurrence_span, first.periods = task.recurrence, task.recurrence_span, task.periods
        first.cycles, first.recurrence_text = task.cycles, task.recurrence_text
    first.is_report |= task.is_report
    first.is_monitoring |= task.is_monitoring
    first.reports_to += [one for one in task.reports_to if one not in first.reports_to]
    first.kind, first.edited = kind_of(first)[0], True
    proposal.tasks.remove(task)
    return first


def parts_of(task: TaskDraft) -> list[str]:
    """The pieces a task can be split into: its sentences and its duties between semicolons."""
    pieces: list[str] = []
    start = 0
    for stop in re.finditer(r"[;.](?=\s)|\n", task.text):
        piece = task.text[start : stop.end()].strip()
        if len(piece) > 15:
            pieces.append(piece)
            start = stop.end()
    if rest := task.text[start:].strip():
        pieces.append(rest)
    return pieces


def split(proposal: Proposal, task_id: int, *, before: Sequence[int], shown: str) -> list[TaskDraft]:
    """Cut a task before the given pieces (places in `parts_of`); each part keeps the bodies, and the dates its own words name."""
    task = _the_task(proposal, task_id)
    pieces = parts_of(task)
    cuts = sorted({place for place in before if 0 < place < len(pieces)})
    if not cuts:
        raise NotPossible("Chọn ít nhất một chỗ để tách.")
    bounds = [0, *cuts, len(pieces)]
    texts = [" ".join(pieces[a:b]) for a, b in pairwise(bounds)]
    taken = {other.path for other in proposal.tasks}
    made: list[TaskDraft] = []
    for place, text in enumerate(texts):
        part = _part(proposal, task, text, shown=shown)
        part.id = task.id if place == 0 else proposal.next_id()
        part.path = task.path if place == 0 else _free_path(task.path, place + 1, taken)
        taken.add(part.path)
        made.append(part)
    at = proposal.tasks.index(task)
    proposal.tasks[at : at + 1] = made
    return made


def _part(proposal: Proposal, task: TaskDraft, text: str, *, shown: str) -> TaskDraft:
    span = _place(shown, text, task.span)
    inside = span or task.span
    leads = [proposal.names[line.name].words for line in task.leads]
    part = TaskDraft(
        id=0, path="", title=title_of(text, leads), text=text, section=task.section, span=inside, lines=list(task.lines),
        lead_from=task.lead_from, edited=True,
    )  # fmt: skip
    if task.due_text and task.due_text in text:
        part.due_on, part.due_text, part.due_span, part.due_by_document = (
            task.due_on,
            task.due_text,
            task.due_span,
            task.due_by_document,
        )
    if _names(text, task.recurrence_text):
        part.recurrence, part.recurrence_span = task.recurrence, task.recurrence_span
        part.recurrence_text = task.recurrence_text
        part.periods, part.cycles = list(task.periods), list(task.cycles)
        part.is_report, part.reports_to = task.is_report, list(task.reports_to)
    part.is_monitoring = task.is_monitoring
    part.kind, part.product = kind_of(part)
    return part


def _names(text: str, words: str) -> bool:
    """Whether a piece holds the words, whatever the line breaks; some of an item's own text may be missing between its pieces."""
    wanted = " ".join(words.rstrip("…").split())
    return bool(wanted) and wanted in " ".join(text.split())


def _place(shown: str, text: str, within: Span | None) -> Span | None:
    """Where a piece's words stand in the shown text, whatever the line breaks."""
    if within is None:
        return None
    words = [re.escape(word) for word in text.split()]
    if not words or len(words) > 3000:
        return None
    found = re.compile(r"\s+".join(words)).search(shown, *within)
    return found.span() if found else None


def _free_path(path: str, number: int, taken: set[str]) -> str:
    stem = path[: LONGEST_PATH - 6]
    while f"{stem}({number})" in taken:
        number += 1
    return f"{stem}({number})"


def add(proposal: Proposal, *, title: str, text: str = "", span: Span | None = None, path: str = "") -> TaskDraft:
    """A task that the reader did not see, waiting for its agency: where its words stand, else at the end."""
    taken = {one.path for one in proposal.tasks}
    path = path if path and path not in taken else _free_path(path or "thêm", 1, taken)
    fresh = TaskDraft(
        id=proposal.next_id(), path=path[:LONGEST_PATH], title=title[:LONGEST_TITLE], text=text,
        span=span, edited=True,
    )  # fmt: skip
    after = (place for place, one in enumerate(proposal.tasks) if span and one.span and one.span > span)
    proposal.tasks.insert(next(after, len(proposal.tasks)), fresh)
    return fresh


def _about_note(proposal: Proposal, place: int, key: str, *, shown: str) -> None:
    """An order hidden among the aims becomes a task, or stops being one when the answer is taken back."""
    note = proposal.notes[place]
    if note.kind != "order_in_aims":
        return
    made = next((one for one in proposal.tasks if note.span and one.span == note.span), None)
    if key == "them" and made is None and note.span:
        said = re.search(r"Mục (\S+)", note.message)
        text = " ".join(shown[note.span[0] : note.span[1]].split())
        add(proposal, title=title_of(text, []), text=text, span=note.span, path=said[1] if said else "")
    elif key != "them" and made is not None:
        proposal.tasks.remove(made)
