"""The bench of reminding on a small load: its processes start, nothing is lost or doubled, its lines can be read. Untimed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from plans.models import Reminder
from tests.bench import opening, reminding, sending

DAY = date(2026, 11, 20)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_runs_over_a_small_load_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINUTES", "3")
    call_command("generate_load", tasks=200, seed=7, day=DAY, verbosity=0)
    opened = opening.bench(DAY, rounds=1)
    assert (opened.items, opened.empty.rows) == (200, 0)
    assert opened.first.rows > opened.following.rows
    assert Reminder.objects.count() == opened.first.rows + opened.following.rows

    sent: list[Any] = sending.bench(DAY, letters=12, workers=[2])
    (one,) = sent
    assert one.letters == one.made == one.arrived == one.different >= 12
    lines, right = reminding.verdict([opened], sent, letters=12)
    assert right, lines
    assert lines[-1].endswith("lost 0, doubled 0")
    assert "| 2 |" in reminding.sending_table(sent)
    assert reminding.opening_table([opened]).count("\n| 200 |") == 3
