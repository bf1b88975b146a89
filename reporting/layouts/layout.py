"""The shape of a layout (thể thức): named entries, each with the text it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Side(StrEnum):
    PARTY = "party"
    STATE = "state"


class Part(StrEnum):
    """A part of the paper that has letters of its own."""

    STATE_TITLE = "state-title"
    STATE_MOTTO = "state-motto"
    SUPERIOR = "superior"
    ISSUER = "issuer"
    NUMBER = "number"
    PLACE_DATE = "place-date"
    KIND = "kind"
    SUBJECT = "subject"
    LETTER_SUBJECT = "letter-subject"
    ADDRESSEE = "addressee"
    BODY = "body"
    SECTION = "section"
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    AUTHORITY = "authority"
    SIGNER_TITLE = "signer-title"
    SIGNER_NAME = "signer-name"
    RECIPIENTS_WORD = "recipients-word"
    RECIPIENTS = "recipients"
    APPENDIX_NUMBER = "appendix-number"
    APPENDIX_TITLE = "appendix-title"
    APPENDIX_NOTE = "appendix-note"
    TABLE = "table"
    APPENDIX_TABLE = "appendix-table"
    CAPTION = "caption"
    PAGE_NUMBER = "page-number"


class Measure(StrEnum):
    """Lengths end in their unit."""

    MARGIN_TOP = "margin-top-mm"
    MARGIN_BOTTOM = "margin-bottom-mm"
    MARGIN_LEFT = "margin-left-mm"
    MARGIN_RIGHT = "margin-right-mm"
    PAGE_NUMBER_TOP = "page-number-top-mm"
    FIRST_LINE = "first-line-mm"
    LINE = "line-pt"
    BETWEEN_PARAGRAPHS = "between-paragraphs-pt"
    SIGNATURE_SPACE = "signature-space-mm"


class Word(StrEnum):
    """Words and signs that the layout itself puts on the paper; forms in the sense of `str.format`."""

    STATE_TITLE = "state-title"
    STATE_MOTTO = "state-motto"
    ISSUER_MARK = "issuer-mark"  # "*"; empty: a rule
    SUBJECT_MARK = "subject-mark"  # "-----"; empty: a rule
    NUMBER_FORM = "number-form"
    SECTION_FORM = "section-form"
    CITATION_FORM = "citation-form"
    APPENDIX_FORM = "appendix-form"
    APPENDIX_NOTE_FORM = "appendix-note-form"
    RECIPIENTS_WORD = "recipients-word"
    RECIPIENT_SEPARATOR = "recipient-separator"
    END_MARK = "end-mark"


@dataclass(frozen=True, slots=True)
class Lettering:
    size_pt: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Sourced[T]:
    """A value and where it was read. `uncertain`: sources disagree, are second-hand on this point, or are silent."""

    value: T
    source: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One rule of presentation and the days on which it holds; `until` is its last day, None while it is in force.

    Entries are never edited once a report was issued with them: a changed rule is a layout of its own.
    """

    id: str
    name: str
    side: Side
    since: date
    until: date | None
    letters: Mapping[Part, Sourced[Lettering]]
    measures: Mapping[Measure, Sourced[float]]
    words: Mapping[Word, Sourced[str]]

    def __post_init__(self) -> None:
        missing = [
            *(set(Part) - set(self.letters)),
            *(set(Measure) - set(self.measures)),
            *(set(Word) - set(self.words)),
        ]
        if missing:
            raise ValueError(f"layout {self.id} lacks {sorted(missing)}")

    def lettering(self, part: Part) -> Lettering:
        return self.letters[part].value

    def measure(self, measure: Measure) -> float:
        return self.measures[measure].value

    def word(self, word: Word) -> str:
        return self.words[word].value

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
