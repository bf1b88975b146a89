"""Reports of the cast for the tests of this folder."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reporting import services, signing
from reporting.jobs import make_file
from reporting.models import Report
from reporting.periods import parse
from reporting.rules import Signer
from tests.cast import NOW, TODAY, World

HEAD = Signer("Trưởng ban", "Trần Quốc Khải")


def a_report(world: World, **changes: Any) -> Report:
    """A draft of Ban Tuyên giáo on 54-CV/TU, first half of 2022, to Ban Thường vụ Thành ủy."""
    return services.lay_out_report(
        **{
            "office": world.agencies.ban_tuyen_giao, "directive": world.cong_van_54, "span": parse("2022-n1"),
            "by": world.officer("vanphong"), "now": NOW, "recipient": world.agencies.thanh_uy, "recipient_body": "Ban Thường vụ",
            **changes,
        }
    )  # fmt: skip


def submitted(world: World, report: Report | None = None, **changes: Any) -> Report:
    """Put forward by the clerk: figures frozen on the story day."""
    report = report or a_report(world, **changes)
    return services.freeze_report(report, by=world.officer("vanphong"), now=NOW, version=report.version)


def approved(world: World, report: Report | None = None, **changes: Any) -> Report:
    """Put forward by the clerk where it was not, approved by the head of the office."""
    report = report if report is not None and report.frozen_at else submitted(world, report, **changes)
    return signing.approve_report(report, by=world.officer("truongban"), now=NOW, version=report.version)


def issued(
    world: World, report: Report | None = None, number: int = 5, *, on: date = TODAY, signer: Signer = HEAD, **changes: Any
) -> Report:  # fmt: skip
    """Approved where it was not, then numbered by the clerk."""
    report = report if report is not None and report.state == "approved" else approved(world, report, **changes)
    return services.issue_report(
        report, by=world.officer("vanphong"), now=NOW, version=report.version, number=number, issued_on=on, signer=signer
    )  # fmt: skip


@pytest.fixture
def without_worker(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Jobs are only noted: the ids of the files somebody asked to be made."""
    asked: list[int] = []
    monkeypatch.setattr(make_file, "delay", asked.append)
    return asked
