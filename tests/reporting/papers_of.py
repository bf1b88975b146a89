"""Reports of the cast for the tests of this folder."""

from __future__ import annotations

from typing import Any

import pytest

from reporting import services
from reporting.jobs import make_file
from reporting.models import Report
from reporting.periods import parse
from tests.cast import NOW, World


def a_report(world: World, **changes: Any) -> Report:
    """A draft of Ban Tuyên giáo on 54-CV/TU, first half of 2022, to Ban Thường vụ Thành ủy."""
    return services.lay_out_report(
        **{
            "office": world.agencies.ban_tuyen_giao, "directive": world.cong_van_54, "span": parse("2022-n1"),
            "by": world.officer("vanphong"), "now": NOW, "recipient": world.agencies.thanh_uy, "recipient_body": "Ban Thường vụ",
            **changes,
        }
    )  # fmt: skip


@pytest.fixture
def without_worker(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Jobs are only noted: the ids of the files somebody asked to be made."""
    asked: list[int] = []
    monkeypatch.setattr(make_file, "delay", asked.append)
    return asked
