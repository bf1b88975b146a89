"""What only a person can say about a proposal: derived from it each time, so that an answer needs no bookkeeping of its own.

A question never stops the work: one that is left open becomes a question on the office's desk, or stays as the words are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agencies.text import snippet
from plans.intake.proposal import NEW, TEXT, Name, Note, Proposal, Span, TaskDraft

LATER = "sau"
_WORDS = 160

# Findings that a question of another kind covers, or that the page shows beside the value itself.
_COVERED = {
    "missing_number",
    "missing_issuer",
    "missing_date",
    "deduced_issuer",
    "period_not_said",
    "no_agency",
    "not_a_recipient",
    "unresolved_citation",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer; `key` is what is sent back, `done` how it reads once given."""

    key: str
    label: str
    done: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to look at: words, where it stands in the text, what it is about ("task-3", "record"), at most four answers.

    `answered` is the key of the answer that was given, or "".
    """

    id: str
    text: str
    about: str
    answers: tuple[Answer, ...]
    span: Span | None = None
    quote: str = ""
    answered: str = ""
    picks_agency: bool = False
    picks_day: bool = False

    @property
    def is_open(self) -> bool:
        return not self.answered

    @property
    def told(self) -> str:
        """The given answer in words."""
        given = next((one for one in self.answers if one.key == self.answered), None)
        return (given.done or given.label) if given else "đã chọn" if self.answered else ""


def questions(proposal: Proposal) -> list[Question]:
    """Every question, answered or not: the record first, then the tasks in their order."""
    return [*_about_record(proposal), *_about_superiors(proposal), *_about_tasks(proposal), *_about_the_rest(proposal)]


def still_open(proposal: Proposal) -> list[Question]:
    """Those that nobody has answered yet."""
    return [one for one in questions(proposal) if one.is_open]


# --- record -------------------------------------------------------------------------------------

_MISSING = {
    "type_code": "Không nhận ra loại văn bản. Bấm “Sửa” để chọn.",
    "number": "Không thấy số, ký hiệu của văn bản.",
    "issuer": "Không thấy cơ quan ban hành. Bấm “Sửa” để chọn.",
    "date": "Không thấy ngày ký. Bấm “Sửa” để nhập nếu biết.",
    "subject": "Không thấy trích yếu. Bấm “Sửa” để ghi.",
}
_LEFT = {
    "type_code": Answer(LATER, "Để trống"),
    "number": Answer("khong", "Văn bản không có số", "văn bản không có số"),
    "issuer": Answer(LATER, "Để trống"),
    "date": Answer(LATER, "Để trống"),
    "subject": Answer(LATER, "Để trống"),
}


def _about_record(proposal: Proposal) -> Iterator[Question]:
    record = proposal.record
    for part, why in record.doubts.items():
        if why == "missing" and part in _MISSING:
            key = f"ho-so:{part}"
            yield Question(key, _MISSING[part], "record", (_LEFT[part],), answered=proposal.answers.get(key, ""))
    if record.issuer:
        name = proposal.names[record.issuer]
        if not name.sure or name.answered:
            said = "suy từ câu mở đầu hoặc chữ ký" if record.doubts.get("issuer") == "deduced" else "ghi trên văn bản"
            yield _about_name(
                record.issuer,
                name,
                f"Cơ quan ban hành là “{name.words}” ({said}): cơ quan nào trong danh mục?",
                "record",
            )


def _about_name(key: str, name: Name, text: str, about: str) -> Question:
    """Which body a printed name means; two likely ones, a provisional one, or later."""
    answers = [Answer(one.key, one.label, one.label) for one in name.options[:2]]
    if not name.is_open_set:
        answers.append(Answer(NEW, "Tạo đơn vị tạm", f"tạo đơn vị tạm “{snippet(name.words, 60)}”"))
    answers.append(Answer(TEXT, "Để hỏi sau" if about != "record" else "Giữ như in", "giữ như văn bản ghi"))
    known = {one.key for one in answers}
    given = name.choice if name.answered else ""
    if given and given not in known:
        answers.insert(0, Answer(given, name.label, name.label))
    return Question(
        f"ten:{key}", text, about, tuple(answers[:4]), name.span, snippet(name.words, _WORDS), given, picks_agency=True
    )


# --- superiors ------------------------------------------------------------------------------------


def _about_superiors(proposal: Proposal) -> Iterator[Question]:
    for place, above in enumerate(proposal.above):
        if above.likely:
            key = f"vien-dan:{place}"
            text = f"“{above.number}” chỉ được nhắc một lần, không kèm ngày; có phải {above.likely}?"
            answers = (
                Answer("nham", f"Phải, là {above.likely}", f"viết nhầm của {above.likely}"),
                Answer("khac", "Không, văn bản khác", "là văn bản khác, giữ liên kết"),
                Answer("bo", "Bỏ viện dẫn này", "bỏ viện dẫn này"),
            )
            yield Question(key, text, f"above-{place}", answers, above.span, answered=proposal.answers.get(key, ""))


# --- tasks ----------------------------------------------------------------------------------------


def _about_tasks(proposal: Proposal) -> Iterator[Question]:
    asked: set[str] = {proposal.record.issuer} if proposal.record.issuer else set()
    for task in proposal.kept:
        for line in task.leads:
            name = proposal.names[line.name]
            if line.name not in asked and _needs_a_look(name):
                asked.add(line.name)
                yield _about_name(line.name, name, _who(name, task), f"task-{task.id}")
        yield from _about_open_sets(proposal, task, asked)
        yield from _about_task(proposal, task)
        yield from (_noted(proposal, place) for place, note in _other_notes(proposal) if note.task == task.id)


def _needs_a_look(name: Name) -> bool:
    """Not a sure name; of open sets only those for which a group of the catalogue may stand."""
    return (name.answered or not name.sure) and (not name.is_open_set or bool(name.options))


def _about_open_sets(proposal: Proposal, task: TaskDraft, asked: set[str]) -> Iterator[Question]:
    """One question for all categories of a task that the catalogue knows nothing of: who they are is filled in later."""
    fresh = [line for line in task.leads if line.name not in asked and proposal.names[line.name].is_open_set]
    if not fresh:
        return
    asked.update(line.name for line in fresh)
    key = f"nhom:{task.id}"
    words = snippet("; ".join(proposal.names[line.name].words for line in fresh), _WORDS)
    text = f"Mục {task.path} giao cho nhiều đơn vị mà danh mục chưa có nhóm: {words}. Giao cụ thể cho ai?"
    later = Answer(LATER, "Để hỏi sau", "để hỏi sau, ở Bàn làm việc")
    given = proposal.answers.get(key, "")
    yield Question(key, text, f"task-{task.id}", (later,), fresh[0].span, words, given, picks_agency=True)


def _who(name: Name, task: TaskDraft) -> str:
    if name.is_open_set:
        return f"Mục {task.path} giao cho “{snippet(name.words, 80)}”: giao cho nhóm nào, hay để hỏi sau?"
    return f"“{snippet(name.words, 80)}” là đơn vị nào trong danh mục?"


def _about_task(proposal: Proposal, task: TaskDraft) -> Iterator[Question]:
    about = f"task-{task.id}"
    if not task.leads:
        key = f"don-vi:{task.id}"
        yield Question(
            key, f"Mục {task.path} không nêu đơn vị.", about, (Answer(LATER, "Để hỏi sau", "để hỏi sau, ở Bàn làm việc"),),
            task.span, answered=proposal.answers.get(key, ""), picks_agency=True,
        )  # fmt: skip
    if "định kỳ" in task.periods and set(task.periods) <= {"định kỳ", "thường xuyên"}:
        key = f"ky:{task.id}"
        yield Question(
            key, "Văn bản không nêu kỳ báo cáo. Kỳ nào?", about,
            (
                Answer("quarterly", "Hằng quý", "hằng quý"), Answer("half_yearly", "6 tháng", "6 tháng"),
                Answer("yearly", "Hằng năm", "hằng năm"), Answer(LATER, "Để hỏi sau", "để hỏi sau, ở Bàn làm việc"),
            ),
            task.recurrence_span, task.recurrence, proposal.answers.get(key, ""),
        )  # fmt: skip
    if task.due_text and not task.due_on:
        key = f"han:{task.id}"
        yield Question(
            key, "Lời văn về thời hạn chưa cho biết ngày nào. Hạn là ngày nào?", about,
            (Answer(LATER, "Để hỏi sau", "để hỏi sau, ở Bàn làm việc"),), task.due_span, task.due_text,
            proposal.answers.get(key, ""), picks_day=True,
        )  # fmt: skip


# --- findings ---------------------------------------------------------------------------------------


def _about_the_rest(proposal: Proposal) -> Iterator[Question]:
    yield from _about_recipients(proposal)
    kept = {task.id for task in proposal.kept}
    yield from (_noted(proposal, place) for place, note in _other_notes(proposal) if note.task not in kept)


def _other_notes(proposal: Proposal) -> list[tuple[int, Note]]:
    """Findings that no question of another kind asks about, with their places."""
    return [(place, note) for place, note in enumerate(proposal.notes) if note.kind not in _COVERED]


def _noted(proposal: Proposal, place: int) -> Question:
    note = proposal.notes[place]
    task = proposal.task(note.task) if note.task else None
    key, about = f"luu-y:{place}", f"task-{task.id}" if task and not task.dropped else "notes"
    return Question(key, note.message, about, _answers_to(note), note.span, answered=proposal.answers.get(key, ""))


def _answers_to(note: Note) -> tuple[Answer, ...]:
    if note.kind == "order_in_aims":
        return (
            Answer("them", "Thêm thành nhiệm vụ", "đã thêm thành nhiệm vụ"),
            Answer("bo", "Không phải nhiệm vụ", "không phải nhiệm vụ"),
        )
    return (Answer("xem", "Đã xem", "đã xem"),)


def _about_recipients(proposal: Proposal) -> Iterator[Question]:
    """One question for all bodies with a task that the text is not sent to: the product opens it to them in any case."""
    missing = [note for note in proposal.notes if note.kind == "not_a_recipient"]
    if not missing:
        return
    named = [note.message.removesuffix(" được giao việc nhưng không có trong nơi nhận.") for note in missing]
    text = (
        f"{len(named)} đơn vị được giao việc nhưng không có ở “Kính gửi”, “Nơi nhận”: {snippet('; '.join(named), 300)}."
    )
    answers = (
        Answer("them", "Thêm vào nơi nhận", "đã thêm vào nơi nhận"),
        Answer("bo", "Giữ như văn bản", "giữ như văn bản"),
    )
    yield Question("noi-nhan", text, "sent", answers, missing[0].span, answered=proposal.answers.get("noi-nhan", ""))
