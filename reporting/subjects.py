"""What a report is about, for names of files, letters and the log of reads: the one place that asks."""

from __future__ import annotations

from directives.choices import Secrecy
from reporting.models import Report


def about(report: Report) -> str:
    """ "54-CV/TU"."""
    return report.directive.label


def internal_document(report: Report) -> int | None:
    """The document whose reading is to be noted apart, where it is an internal one."""
    directive = report.directive
    return directive.pk if directive.secrecy == Secrecy.INTERNAL else None
