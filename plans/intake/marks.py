"""The source text cut at its marks, so that a page can highlight every value where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from plans.intake.proposal import Proposal, Span
from plans.intake.questions import Question

# Which mark is seen where two lie on the same words; the lowest wins.
ASK, LEAD, CITE, HEAD, DUTY = range(5)
CSS = {ASK: "m-ask", LEAD: "m-lead", CITE: "m-cite", HEAD: "m-head", DUTY: "m-duty"}
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the text that something on the other side of the page comes from; `target` is that thing's id there."""

    span: Span
    rank: int
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under one mark or none; the first one of a mark carries its `anchor`.

    `also` are anchors of marks that lie hidden under this one, so that every value has its place.
    """

    text: str
    css: str = ""
    target: str = ""
    anchor: str = ""
    label: str = ""
    also: tuple[str, ...] = ()


def marks_of(proposal: Proposal, asked: Iterable[tuple[int, Question]], shown: str) -> list[Mark]:
    """Every place of the text that the proposal took a value from; open questions lie on top."""
    record = proposal.record
    found = [Mark(span, HEAD, f"record-{name}") for name, span in record.spans.items() if span]
    found += [Mark(one.span, HEAD, "sent") for one in proposal.sent if one.span]
    found += [Mark(one.span, CITE, f"above-{place}") for place, one in enumerate(proposal.above) if one.span]
    for task in proposal.kept:
        target = f"task-{task.id}"
        found += [Mark(line.span, LEAD, target) for line in task.lines if line.span]
        found += [Mark(span, DUTY, target) for span in (task.due_span, task.recurrence_span) if span]
        if task.span:
            found.append(Mark(_head_of(task.span, shown), DUTY, target))
    for number, question in asked:
        if question.span and question.is_open:
            found.append(Mark(_short(question.span, shown), ASK, f"q-{number}"))
    return [one for one in found if 0 <= one.span[0] < one.span[1] <= len(shown)]


def _head_of(span: Span, shown: str) -> Span:
    """The first words of an item: enough to find it, not a page of colour."""
    end = span[0]
    for _ in range(_HEADING_WORDS):
        gap = shown.find(" ", end + 1, span[1])
        if gap < 0:
            return span
        end = gap
    return (span[0], end)


def _short(span: Span, shown: str) -> Span:
    """A question about a whole item marks its beginning only."""
    return span if span[1] - span[0] <= 120 else _head_of(span, shown)


def segments(shown: str, marks: Iterable[Mark]) -> list[list[Segment]]:
    """The text as blocks (paragraphs between blank lines) of segments; a line break stays a line break in its segment's text."""
    blocks: list[list[Segment]] = [[]]
    seen: set[str] = set()
    for start, end, active in _runs(len(shown), sorted(marks, key=lambda one: (one.span[0], one.rank))):
        mark = min(active, key=lambda one: one.rank, default=None)
        fresh = list(dict.fromkeys(one.target for one in active if one.target not in seen))
        seen.update(fresh)
        anchor = f"s-{mark.target}" if mark and mark.target in fresh else ""
        also = tuple(f"s-{target}" for target in fresh if f"s-{target}" != anchor)
        for number, piece in enumerate(shown[start:end].split("\n\n")):
            if number:
                blocks.append([])
            if piece:
                css, target, label = (CSS[mark.rank], mark.target, mark.label) if mark else ("", "", "")
                blocks[-1].append(Segment(piece, css, target, anchor, label, also))
                anchor, also = "", ()
    return [block for block in blocks if any(one.text.strip() for one in block)]


def _runs(length: int, marks: list[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The text cut at every border of a mark, each run with the marks that lie on it. Linear but for sorting."""
    borders = sorted({0, length, *(edge for one in marks for edge in one.span)})
    waiting = 0
    active: list[Mark] = []
    for start, end in pairwise(borders):
        while waiting < len(marks) and marks[waiting].span[0] <= start:
            active.append(marks[waiting])
            waiting += 1
        active = [one for one in active if one.span[1] > start]
        yield start, end, active
