"""Figures for Prometheus: who may read them, that they say what the tables say, and nothing about anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families as families

from agencies.models import Officer
from plans import vitals
from plans.choices import DigestState, ReminderState
from plans.models import Digest, ItemExport, Reminder, WorkItem
from plans.reminders import metrics, open_reminders, pulse, send_reminders
from tests.cast import NOW, TODAY, World, login, moment

pytestmark = pytest.mark.usefixtures("office_hours", "broker_says")
TOKEN = "mot-ma-du-dai-de-thu"
ADDRESS = "/he-thong/so-lieu/"


@pytest.fixture
def broker_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "jobs_waiting", lambda: 4)
    monkeypatch.setattr(vitals, "broker_answers", lambda: True)


@pytest.fixture
def token(settings: Any) -> dict[str, str]:
    """The header of a scraper."""
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def read(text: str) -> dict[tuple[str, ...], float]:
    """Samples by their name followed by the values of their labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value for family in families(text) for sample in family.samples
    }


def figures(*, now: Any = NOW) -> dict[tuple[str, ...], float]:
    return read(metrics.written(now=now, accept="")[0].decode())


# --- who may read -------------------------------------------------------------------------------------------------------


def test_a_scraper_with_the_token_reads_without_an_account(world: World, client: Client, token: dict[str, str]) -> None:
    answer = client.get(ADDRESS, headers=token)
    assert (answer.status_code, reverse("plans:metrics")) == (200, ADDRESS)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in answer.headers["Cache-Control"]
    assert read(answer.content.decode())["dondoc_database_up",] == 1


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer \u00e9", f"Token {TOKEN}"]
)
def test_nothing_else_opens_it(db: None, client: Client, token: dict[str, str], given: str) -> None:
    answer = client.get(ADDRESS, headers={"Authorization": given})
    assert answer.status_code == 403
    assert "dondoc_" not in answer.content.decode()


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Bearer None"])
def test_without_a_token_in_the_settings_none_is_right(db: None, client: Client, settings: Any, given: str) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get(ADDRESS, headers={"Authorization": given}).status_code == 403


def test_administrators_read_it_in_their_browser_others_do_not(world: World, client: Client, at: Any) -> None:
    assert login(client, "quantri").get(ADDRESS).status_code == 200
    for username in ("vanphong", "lhh", "lanhdao"):
        assert login(client, username).get(ADDRESS).status_code == 403


def test_nothing_is_written_to_it(world: World, client: Client, token: dict[str, str]) -> None:
    assert client.post(ADDRESS, headers=token).status_code == 405


# --- what it says -------------------------------------------------------------------------------------------------------


def letter(username: str, **values: Any) -> Digest:
    officer = Officer.objects.get(username=username)
    return Digest.objects.create(
        **{"officer": officer, "day": TODAY, "message_id": f"<{username}.{values.get('day')}@x>", **values}
    )


def test_letters_by_state_with_every_state_there(world: World) -> None:
    letter("lhh", state=DigestState.SENT, sent_at=NOW - timedelta(minutes=5))
    letter("codo", state=DigestState.FAILED, attempts=3, error="550", next_try_at=NOW - timedelta(minutes=2))
    letter("baocantho", state=DigestState.SENDING, attempts=1, lease_until=NOW - timedelta(minutes=1))
    letter("vanphong", day=date(2022, 7, 7), state=DigestState.SENT)  # eight days ago
    found = figures()
    assert found["dondoc_letters", "email", "sent"] == 1
    assert found["dondoc_letters", "email", "failed"] == 1
    assert found["dondoc_letters", "inbox", "unknown"] == 0
    assert (found["dondoc_letters_ready",], found["dondoc_letter_oldest_ready_seconds",]) == (1, 120)
    assert (found["dondoc_letters_failing",], found["dondoc_letters_failing_often",]) == (1, 1)
    assert found["dondoc_letters_lost",] == 1
    assert found["dondoc_letter_accepted_timestamp_seconds",] == (NOW - timedelta(minutes=5)).timestamp()


def test_reminders_queues_jobs_and_calendar(item: WorkItem) -> None:
    open_reminders(on=TODAY)
    Reminder.objects.create(
        work_item=item, agency=item.agency, occasion="assigned", named_on=date(2022, 6, 1), for_day=date(2022, 6, 1), opened_at=NOW
    )  # fmt: skip
    pulse.mark("heartbeat", now=NOW - timedelta(seconds=90))
    values = {"made_by": Officer.objects.get(username="vanphong"), "query": "", "on": TODAY, "total": 1, "sight": []}
    ItemExport.objects.create(**values, made_at=NOW - timedelta(minutes=2))
    ItemExport.objects.create(**values, made_at=NOW, state="writing", claimed_at=NOW - timedelta(hours=1))
    found = figures()
    rows = Reminder.objects.filter(for_day__gte=TODAY - timedelta(days=6))
    assert found["dondoc_reminders", "open"] == rows.filter(state=ReminderState.OPEN).count() > 0
    assert found["dondoc_reminders", "nobody"] == 0
    assert found["dondoc_reminders_left_behind",] == 1
    assert found["dondoc_heartbeat_age_seconds", "heartbeat"] == 90
    assert (found["dondoc_rows_waiting", "export"], found["dondoc_row_oldest_waiting_seconds", "export"]) == (1, 120)
    assert (found["dondoc_claims_expired", "export"], found["dondoc_claims_expired", "import"]) == (1, 0)
    assert (found["dondoc_broker_up",], found["dondoc_broker_jobs",]) == (1, 4)
    assert (found["dondoc_calendar_known", "this"], found["dondoc_calendar_known", "next"]) == (1, 0)


def test_without_a_database_it_says_so_to_whoever_has_the_token(
    client: Client, db: None, token: dict[str, str]
) -> None:
    def away(*args: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        answer = client.get(ADDRESS, headers=token)
    assert answer.status_code == 200
    assert read(answer.content.decode()) == {
        ("dondoc_database_up",): 0, ("dondoc_broker_up",): 1, ("dondoc_broker_jobs",): 4,
    }  # fmt: skip


def test_without_a_broker_it_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "jobs_waiting", lambda: None)
    monkeypatch.setattr(vitals, "broker_answers", lambda: False)
    found = figures()
    assert found["dondoc_broker_up",] == 0
    assert ("dondoc_broker_jobs",) not in found


def test_a_reader_of_openmetrics_gets_that(db: None) -> None:
    body, kind = metrics.written(now=NOW, accept="application/openmetrics-text; version=1.0.0,text/plain;version=0.0.4")
    assert kind.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")
    found: Any = openmetrics.text_string_to_metric_families(body.decode())  # type: ignore[no-untyped-call]
    assert {family.name for family in found} >= {"dondoc_letters", "dondoc_reminders"}


def test_every_figure_is_explained_and_no_label_names_anybody(world: World, by_smtp: Any) -> None:
    by_smtp.manner = "refuse"
    send_reminders(now=moment(TODAY, 7, 30))
    pulse.mark("send_reminders", now=NOW, note="gửi 1 cho Phạm Thanh Tùng")
    text = metrics.written(now=NOW, accept="")[0].decode()
    for family in families(text):
        assert family.documentation, family.name
        assert {key for sample in family.samples for key in sample.labels} <= {
            "channel",
            "state",
            "queue",
            "job",
            "year",
        }
    assert text.isascii()
    assert "@" not in text
    assert "550" not in text


def test_two_readings_are_independent_and_cost_the_same_however_many_rows(world: World) -> None:
    figures()
    with CaptureQueriesContext(
        connection,
    ) as few:
        before = figures()
    open_reminders(on=TODAY)
    for day in range(6):
        for username in ("lhh", "codo", "baocantho"):
            letter(username, day=TODAY - timedelta(days=day), state=DigestState.SENT, sent_at=NOW)
    pulse.mark("heartbeat", now=NOW)
    with CaptureQueriesContext(connection) as many:
        after = figures()
    assert len(few) == len(many) <= 17
    assert after["dondoc_letters", "email", "sent"] - before["dondoc_letters", "email", "sent"] == 18
