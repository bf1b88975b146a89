"""Figures of reminding for Prometheus: read from the tables when asked, so that any number of web processes say the same."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db.models import Count, Q
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from agencies.choices import DayKind
from agencies.models import CalendarDay
from plans import claims, vitals
from plans.choices import Channel, DigestState, ReminderState
from plans.models import Digest, Heartbeat, Reminder
from plans.reminders import ready
from plans.reminders.addressing import UNSENT

log = logging.getLogger(__name__)

LAST_DAYS: Final = 7


def knows_token(authorization: str) -> bool:
    """Whether a request's header carries the token of the settings; never where none is set."""
    scheme, _, token = authorization.partition(" ")
    wanted: str = settings.METRICS_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and constant_time_compare(token.strip(), wanted)


def written(*, now: datetime, accept: str) -> tuple[bytes, str]:
    """All figures in the format that the reader accepts, and the name of that format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(now))
    encode, content_type = choose_encoder(accept)
    return encode(registry), content_type


class Figures(Collector):
    """One look: counts by state, ages in seconds; labels are words of the code, never of people."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.since = localdate(now) - timedelta(days=LAST_DAYS - 1)

    def collect(self) -> Iterator[Metric]:
        """Everything that can be read; without a database, that it is away and what the broker says."""
        try:
            read = [*self._letters(), *self._reminders(), *self._queues(), *self._jobs(), self._calendar()]
            yield _gauge("dondoc_database_up", "1 when the figures could be read from the database.", 1)
            yield from read
        except DatabaseTrouble as error:
            log.warning("metrics: the database could not be read: %s", type(error).__name__)
            yield _gauge("dondoc_database_up", "1 when the figures could be read from the database.", 0)
        waiting = vitals.jobs_waiting()
        answers = waiting is not None or vitals.broker_answers()
        yield _gauge("dondoc_broker_up", "1 when the broker takes a connection.", int(answers))
        if answers:
            yield _gauge("dondoc_broker_jobs", "Jobs that lie in the broker.", waiting or 0)

    def _letters(self) -> Iterable[Metric]:
        days = Digest.objects.filter(day__gte=self.since)
        by_state = dict.fromkeys(
            ((channel, state) for channel in Channel.values for state in DigestState.values), 0
        )  # fmt: skip
        by_state |= {(c, s): n for c, s, n in days.values_list("channel", "state").annotate(n=Count("pk")).order_by()}
        yield _by(
            "dondoc_letters", f"Letters of the last {LAST_DAYS} days by state.", ("channel", "state"), by_state.items()
        )
        waiting, lost = ready.ready(now=self.now), ready.lost(now=self.now)
        yield _gauge("dondoc_letters_ready", "Letters that may leave now.", waiting.count)
        yield _gauge(
            "dondoc_letter_oldest_ready_seconds", "How long the first of them waits.", waiting.longest.total_seconds()
        )
        yield _gauge("dondoc_letters_lost", "Letters whose worker was not heard of within its lease.", lost.count)
        failing = Q(attempts__gt=0) & ~Q(error="")
        stuck = Digest.objects.filter(failing, state__in=UNSENT, day__gte=self.since).aggregate(
            failing=Count("pk"), often=Count("pk", filter=Q(attempts__gte=3))
        )
        yield _gauge(
            "dondoc_letters_failing", "Unsent letters of these days whose last attempt failed.", stuck["failing"]
        )
        yield _gauge("dondoc_letters_failing_often", "Those that failed three times or more.", stuck["often"])
        if last := ready.accepted_last():
            yield _gauge(
                "dondoc_letter_accepted_timestamp_seconds", "When a mail server last took a letter.", last.timestamp()
            )

    def _reminders(self) -> Iterable[Metric]:
        rows = Reminder.objects.filter(for_day__gte=self.since, for_day__lte=localdate(self.now))
        by_state: dict[tuple[str, ...], int] = {(state,): 0 for state in ReminderState.values}
        by_state |= {(state,): n for state, n in rows.values_list("state").annotate(n=Count("pk")).order_by()}
        yield _by("dondoc_reminders", f"Reminders of the last {LAST_DAYS} days by state.", ("state",), by_state.items())
        overdue = Reminder.objects.filter(state=ReminderState.OPEN, for_day__lt=self.since).count()
        yield _gauge("dondoc_reminders_left_behind", "Reminders of earlier days that have not been sent yet.", overdue)

    def _queues(self) -> Iterable[Metric]:
        fills = claims.fills(now=self.now)
        waits = [one.waits.total_seconds() for one in fills]
        for name, what, values in (
            ("dondoc_rows_waiting", "Rows that wait for a worker.", [one.waiting for one in fills]),
            ("dondoc_row_oldest_waiting_seconds", "How long the first of them waits.", waits),
            ("dondoc_claims_expired", "Rows whose worker was not heard of within its lease.", [one.lost for one in fills]),
        ):  # fmt: skip
            yield _by(name, what, ("queue",), (((one.code,), n) for one, n in zip(fills, values, strict=True)))

    def _jobs(self) -> Iterable[Metric]:
        marks = Heartbeat.objects.order_by("job").values_list("job", "at")
        ages = [((job,), max((self.now - at).total_seconds(), 0)) for job, at in marks]
        yield _by("dondoc_heartbeat_age_seconds", "Since when each job of the timetable has not ended.", ("job",), ages)

    def _calendar(self) -> Metric:
        year = localdate(self.now).year
        have = set(
            CalendarDay.objects.filter(kind=DayKind.OFF, day__year__in=(year, year + 1)).values_list(
                "day__year", flat=True
            )
        )
        known = [(("this",), int(year in have)), (("next",), int(year + 1 in have))]
        return _by("dondoc_calendar_known", "1 when the year's days off are entered.", ("year",), known)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _by(name: str, what: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=labels)
    for given, value in values:
        family.add_metric(list(given), value)
    return family
