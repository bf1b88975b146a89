"""A short year of a small country; `make year` lets 500 officers live through all of it. The judge must be able to say no."""

from __future__ import annotations

import pytest

from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder
from tests.year.engine import Score, Year
from tests.year.world import Size

SMALL = Size(officers=24, assignments=80, days=55)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_must_be_told_is_told_once_and_the_judge_notices_when_not() -> None:
    year = Year(SMALL, lambda _: None)
    score = year.live()
    assert score.is_clean, "\n".join(score.wrong)
    assert score.expected == score.sent > 200
    kinds = {row.occasion for row in year.oracle.rows.values()}
    assert len(kinds) >= 15, sorted(kinds)
    assert {row.state for row in year.oracle.rows.values()} >= {"sent", "merged", "dropped"}

    told = Delivery.objects.filter(dropped="", digest__state=DigestState.SENT, reminder__state=ReminderState.SENT)
    one, *_, another = told.order_by("pk")
    stranger = Digest.objects.filter(state=DigestState.SENT).exclude(officer_id=another.officer_id)
    wrong_letter = stranger.exclude(reminders=another.reminder_id).order_by("-pk")[0]
    Delivery.objects.create(digest=wrong_letter, reminder=another.reminder, officer_id=wrong_letter.officer_id)
    assert figures(year.judge()) == (0, 1)
    lost = one.reminder.deliveries.filter(dropped="").count()
    Reminder.objects.filter(pk=one.reminder_id).delete()
    score = year.judge()
    assert figures(score) == (lost, 1)
    assert score.states == 1
    assert not score.is_clean
    assert str(score).endswith(f"missing {lost}, extra 1")


def figures(score: Score) -> tuple[int, int]:
    return score.missing, score.extra
