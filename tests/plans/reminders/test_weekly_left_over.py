"""The leaders' summary of a week whose letter could not leave on its day."""

from __future__ import annotations

from datetime import date

from plans.choices import DigestState
from plans.models import Digest
from plans.reminders.addressing import address
from tests.cast import World

MONDAY, TUESDAY = date(2022, 7, 18), date(2022, 7, 19)


def test_a_summary_that_could_not_leave_goes_with_the_next_days_letter(world: World) -> None:
    """No mail server all Monday: nothing else would ever tell the leaders of that week."""
    address(day=MONDAY)
    monday = Digest.objects.filter(day=MONDAY, weekly=True)
    leaders = set(monday.values_list("officer_id", flat=True))
    assert leaders
    monday.update(state=DigestState.FAILED, attempts=4, error="ConnectionRefusedError")
    address(day=TUESDAY)
    assert set(Digest.objects.filter(day=TUESDAY, weekly=True).values_list("officer_id", flat=True)) == leaders
