"""The dry run tells exactly what the letters of that day then say."""

from __future__ import annotations

from datetime import date

import pytest

from plans.choices import Reached
from plans.models import Delivery, Reminder
from plans.reminders import open_reminders, send_reminders
from plans.reminders.preview import preview
from tests.cast import TODAY, World, moment

pytestmark = pytest.mark.usefixtures("office_hours")
MONDAY = date(2022, 8, 15)


def test_the_dry_run_names_the_rows_and_officers_of_the_letters_that_leave(world: World) -> None:
    open_reminders(on=TODAY)
    told = preview(on=MONDAY, plans=[world.plan.pk])
    before = Reminder.objects.count()
    assert preview(on=MONDAY, plans=[world.plan.pk]) == told, "reading changes nothing"
    assert Reminder.objects.count() == before
    assert preview(on=MONDAY, plans=[]) == []
    send_reminders(now=moment(MONDAY, 7, 30))
    rows = Delivery.objects.select_related("reminder")
    put = {
        (d.officer_id, row.work_item_id, row.plan_id, row.agency_id, row.occasion, row.named_on)
        for d in rows
        for row in (d.reminder,)
    }
    assert {(e.officer_id, e.work_item_id, e.plan_id, e.agency_id, e.occasion, e.named_on) for e in told} == put
    assert len(put) > 20
    assert {e.reached for e in told} == {Reached.DUTY, Reached.MONITOR}
