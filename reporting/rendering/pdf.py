"""A `Paper` as PDF, by WeasyPrint. The same paper under the same versions gives the same bytes."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from reporting.layouts import LAYOUTS, Layout, Word
from reporting.paper import Paper, Section, Table, ended
from reporting.rendering import parts, wording
from reporting.rendering.pool import Progress
from reporting.rendering.profiles import Attached, Profile
from reporting.rendering.styles import stylesheet
from reporting.rendering.weaving import weave


def render_pdf(
    paper: Paper,
    *,
    profile: Profile = Profile.PLAIN,
    attachments: Sequence[Attached] = (),
    progress: Progress | None = None,
) -> bytes:
    """Tagged PDF with bookmarks; reads no file but the fonts. Long appendices are printed in parts side by side (decision 25).

    `progress` is told after each part how many of how many are made. Raises Denied with words for the officer where the paper is
    longer than what is printed, or too long for PDF/UA; FontsMissingError when Tinos is not installed.
    """
    parts.is_printable(paper).require()
    apart = parts.set_apart(paper)
    if apart:
        if profile is Profile.ACCESSIBLE:
            parts.is_accessible(paper).require()
        pieces = parts.Pieces(
            base=render_html(paper, without=apart),
            appendices={place: part_html(paper, place) for place in apart},
            sheet=full_sheet(paper, numbered=False),
        )
        return parts.render(paper, pieces, profile=profile, attachments=attachments, progress=progress)
    data = weave(render_html(paper), full_sheet(paper), profile=profile, attachments=attachments, dated=paper.dated)
    if progress is not None:
        progress(1, 1)
    return data


def press(html: str, sheet: str) -> bytes:
    """A page with a layout's style sheet as a tagged PDF; the structure that every paper shares comes from paper.css."""
    return weave(html, render_to_string("reporting/paper/paper.css") + sheet)


def full_sheet(paper: Paper, *, numbered: bool = True) -> str:
    sheet = stylesheet(LAYOUTS[paper.layout_id], foot=paper.foot, numbered=numbered)
    return render_to_string("reporting/paper/paper.css") + sheet


def render_html(paper: Paper, *, without: frozenset[int] = frozenset()) -> str:
    """The whole paper as a page, but for the appendices at some places (counted from 0)."""
    return render_to_string("reporting/paper/report.html", _context(paper, LAYOUTS[paper.layout_id], without))


def part_html(paper: Paper, place: int) -> parts.PartPage:
    """How a part of an appendix is written: the first with its heading, the last with its total; rows come later."""

    def write(*, begins: bool, ends: bool) -> str:
        table = paper.appendices[place].table
        hole = parts.Hole(table.columns, (), "", table.total if ends else None)
        entry = _entry(paper, place, table=hole, begins=begins)
        return render_to_string("reporting/paper/part.html", {"entry": entry})

    return write


def _context(paper: Paper, layout: Layout, without: frozenset[int]) -> dict[str, Any]:
    head = paper.letterhead
    return {
        "paper": paper,
        "state_title": layout.word(Word.STATE_TITLE),
        "state_motto": layout.word(Word.STATE_MOTTO),
        "issuer_mark": layout.word(Word.ISSUER_MARK),
        "subject_mark": layout.word(Word.SUBJECT_MARK),
        "recipients_word": layout.word(Word.RECIPIENTS_WORD),
        "number_line": wording.number_line(layout, head),
        "place_line": wording.place_line(head),
        "recipients": wording.recipient_lines(layout, paper.recipients),
        "sections": _sections(paper, layout),
        "appendices": [
            _entry(paper, place, table=appendix.table)
            for place, appendix in enumerate(paper.appendices)
            if place not in without
        ],
    }


def _entry(paper: Paper, place: int, *, table: Table, begins: bool = True) -> dict[str, Any]:
    layout = LAYOUTS[paper.layout_id]
    return {
        "number": wording.appendix_title(layout, place + 1, len(paper.appendices)),
        "note": wording.appendix_note(layout, paper),
        "appendix": paper.appendices[place],
        "table": table,
        "begins": begins,
    }


def _sections(paper: Paper, layout: Layout) -> list[dict[str, Any]]:
    """Numbered sections; the last words of the report take the layout's end mark."""
    sections = list(paper.sections)
    if sections:
        last = sections[-1]
        sections[-1] = Section(last.heading, ended(last.blocks, layout.word(Word.END_MARK)))
    return [
        {"title": wording.section_title(layout, place, section.heading), "blocks": section.blocks}
        for place, section in enumerate(sections, start=1)
    ]
