"""A `Paper` as PDF, by WeasyPrint. The same paper under the same versions gives the same bytes."""

import io
import warnings
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from reporting.layouts import LAYOUTS, Layout, Word
from reporting.paper import Paper, Section, ended
from reporting.rendering import wording
from reporting.rendering.profiles import Attached, Profile, finished
from reporting.rendering.styles import stylesheet
from reporting.rendering.vendor import VendorFetcher, require_fonts

_NO_DAY = date(2000, 1, 1)


def render_pdf(paper: Paper, *, profile: Profile = Profile.PLAIN, attachments: Sequence[Attached] = ()) -> bytes:
    """Tagged PDF with bookmarks; reads no file but the fonts. Raises FontsMissingError when Tinos is not installed."""
    sheet = stylesheet(LAYOUTS[paper.layout_id], illustration=paper.illustration)
    return press(render_html(paper), sheet, profile=profile, attachments=attachments, dated=paper.dated)


def press(
    html: str,
    sheet: str,
    *,
    profile: Profile = Profile.PLAIN,
    attachments: Sequence[Attached] = (),
    dated: date | None = None,
) -> bytes:
    """A page with the layout's style sheet as a tagged PDF; the structure that every paper shares comes from paper.css.

    Attachments bear the day of the paper, so that the same paper stays the same bytes.
    """
    require_fonts()
    fetcher, fonts = VendorFetcher(), FontConfiguration()
    page = HTML(string=html, url_fetcher=fetcher)
    css = CSS(string=render_to_string("reporting/paper/paper.css") + sheet, url_fetcher=fetcher, font_config=fonts)
    day = datetime.combine(dated or _NO_DAY, time())
    files = [
        Attachment(
            file_obj=io.BytesIO(one.data), name=one.name, description=one.description, relationship=one.relationship,
            created=day, modified=day, url_fetcher=fetcher,
        )
        for one in attachments
    ]  # fmt: skip
    with warnings.catch_warnings():
        # WeasyPrint drops the file of its colour profile without closing it.
        warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
        data: bytes = page.write_pdf(
            stylesheets=[css], font_config=fonts, presentational_hints=True, pdf_tags=True, pdf_variant=profile.variant,
            attachments=files,
        )  # fmt: skip
    return finished(data)


def render_html(paper: Paper) -> str:
    return render_to_string("reporting/paper/report.html", _context(paper, LAYOUTS[paper.layout_id]))


def _context(paper: Paper, layout: Layout) -> dict[str, Any]:
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
            {
                "number": wording.appendix_title(layout, place, len(paper.appendices)),
                "note": wording.appendix_note(layout, paper),
                "appendix": appendix,
            }
            for place, appendix in enumerate(paper.appendices, start=1)
        ],
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
