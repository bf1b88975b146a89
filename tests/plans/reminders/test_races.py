"""Several workers at once on real connections: every letter once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from plans.choices import DigestState, ReminderState
from plans.models import Delivery, Digest, Reminder
from plans.reminders import Sent, open_reminders, send_reminders
from tests.cast import TODAY, World, make_world, moment
from tests.plans.reminders.conftest import Sink
from tests.plans.reminders.helpers import settle_besides

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("office_hours")]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def at_once(workers: int, now: Any) -> list[Sent]:
    start = Barrier(workers)

    def run(_: int) -> Sent:
        start.wait(timeout=10)
        try:
            return send_reminders(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


@pytest.mark.parametrize("opened", [True, False], ids=["rows there", "rows still to open"])
def test_five_workers_send_each_letter_once(world: World, by_smtp: Sink, opened: bool) -> None:
    settle_besides()
    if opened:
        open_reminders(on=TODAY)
    at_once(5, moment(TODAY, 7, 30))
    # Who found the addressing taken left it to the one that had it; nothing is left behind after the next minute.
    at_once(5, moment(TODAY, 7, 31))
    assert Digest.objects.count() == len(by_smtp.letters) == len(set(by_smtp.message_ids)) >= 3
    assert set(Digest.objects.values_list("state", flat=True)) == {DigestState.SENT}
    assert not Reminder.objects.filter(state=ReminderState.OPEN).exists()
    sent = Delivery.objects.filter(dropped="").values_list("reminder_id", "officer_id")
    assert len(sent) == len(set(sent))
