"""A handful of faults with all programs, and the judge at work: its counts can fail; `make faults` injects 500."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from plans.choices import DigestState, ReminderState
from plans.models import Digest, Reminder
from plans.reminders import send_reminders
from tests.cast import TODAY, World, moment
from tests.faults.judge import Findings, judge
from tests.faults.scenes import SCENES
from tests.faults.sink import Letter
from tests.plans.reminders.helpers import only
from tests.plans.reminders.test_worker import address_of

ROOT = Path(__file__).resolve().parents[2]
MORNING = moment(TODAY, 7, 30)
KINDS = ["cut at", "of sending", "drops the connection", "5xx", "greylisting", "emptied", "clock back", "forgets"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_few_faults_lose_nothing_and_a_forgetful_mail_server_is_found_out() -> None:
    env = {**os.environ, "DONDOC_FAULTS": "10", "DONDOC_FAULTS_GROUND": address_of(connection.settings_dict)}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", *KINDS], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    words = ran.stdout + ran.stderr[-2000:]
    lines = {line[:52].strip(): line[52:].split() for line in ran.stdout.splitlines() if len(line) > 52}
    for kind in SCENES:
        if kind.name in lines and "forgets" not in kind.name:
            injected, _, _, lost = map(int, lines[kind.name])
            assert (injected > 0, lost) == (True, 0), words
    assert lines["mail server forgets a letter that it took"] == ["1", "0", "0", "1"], words
    assert "BEYOND" not in ran.stdout, words
    last = ran.stdout.splitlines()[-1]
    assert last.startswith("faults: "), words
    assert " injected, lost 1, doubled " in last, words
    assert ran.returncode == 1


# --- The judge --------------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(world: World, settings: Any) -> Digest:
    """One letter, called sent."""
    settings.REMINDERS = {"opens": "07:30", "closes": "17:00", "working_days_only": True}
    only(world.item("5", world.agencies.dang_doan_lhh))
    send_reminders(now=MORNING)
    return Digest.objects.get(state=DigestState.SENT)


def copy_of(digest: Digest) -> Letter:
    items = digest.reminders.values_list("work_item_id", flat=True)
    return Letter(digest.message_id, (digest.officer.email,), tuple(set(items)))


def judged(*letters: Letter, expected: tuple[tuple[int, date], ...] = ()) -> Findings:
    return judge(letters, expected=expected, today=TODAY)


def test_what_arrived_once_is_right(sent: Digest) -> None:
    found = judged(copy_of(sent))
    assert (found.lost, found.beyond, found.doubled, found.letters) == ([], [], 0, 1)


def test_what_never_arrived_is_lost_with_all_its_rows(sent: Digest) -> None:
    assert len(judged().lost) == sent.reminders.count()


def test_a_letter_without_the_row_that_it_should_tell_loses_it(sent: Digest) -> None:
    (words,) = judged(Letter(sent.message_id, (sent.officer.email,), ())).lost
    assert words.endswith("stands in no letter")


@pytest.mark.parametrize(
    ("copies", "unknown_ends", "doubled", "allowed"), [(2, 0, 1, False), (2, 1, 1, True), (3, 2, 2, False)]
)
def test_twice_is_allowed_only_after_an_end_that_nobody_saw(
    sent: Digest, copies: int, unknown_ends: int, doubled: int, allowed: bool
) -> None:
    Digest.objects.update(unknown_ends=unknown_ends)
    found = judged(*[copy_of(sent)] * copies)
    assert (found.doubled, not found.beyond) == (doubled, allowed)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReminderState.OPEN, "waits for ever"),
        (ReminderState.UNKNOWN, "was never tried again"),
        (ReminderState.DROPPED, "was dropped although nothing had changed"),
        (ReminderState.NOBODY, "found nobody although somebody is there"),
    ],
)
def test_a_row_that_came_to_no_fair_end_is_lost(sent: Digest, state: str, words: str) -> None:
    Reminder.objects.filter(state=ReminderState.SENT).update(state=state)
    # What nobody could be sure of may have arrived; here it did not.
    arrived = [] if state == ReminderState.UNKNOWN else [copy_of(sent)]
    assert any(found.endswith(words) for found in judged(*arrived).lost)


def test_work_that_fell_due_without_a_row_is_lost(sent: Digest) -> None:
    assert len(judged(copy_of(sent), expected=((1, TODAY),)).lost) == 1


def test_a_letter_without_a_row_is_beyond_the_guarantee(sent: Digest) -> None:
    stranger = Letter("<20220714.1.0000@localhost>", ("a@example.vn",), ())
    assert judged(copy_of(sent), stranger).beyond == ["<20220714.1.0000@localhost> arrived and has no row"]


def test_a_summary_of_the_week_that_never_left_is_lost(sent: Digest) -> None:
    Digest.objects.create(
        officer=sent.officer, day=date(2022, 7, 11), weekly=True, state=DigestState.FAILED, message_id="<a@localhost>"
    )
    (words,) = judged(copy_of(sent)).lost
    assert words == f"the week's summary of 2022-07-11 for officer {sent.officer_id} never left"
    Digest.objects.filter(pk=sent.pk).update(weekly=True)  # the next letter told it
    assert judged(copy_of(sent)).lost == []
