"""Text out of files: Word, PDF, web pages, plain text; known by content, checked for harm and markings, nothing fetched."""

from directives.reading.extraction.child import extract_safely, words_safely
from directives.reading.extraction.outcome import Extracted, Marked, Refused
from directives.reading.extraction.reading import extract

__all__ = ["Extracted", "Marked", "Refused", "extract", "extract_safely", "words_safely"]
