"""Doorways for the worker."""

from celery import shared_task
from django.utils import timezone

from agencies.history.context import by_system
from plans.reminders import pulse
from reporting import making, opening


@shared_task(name="reporting.jobs.make_file")
def make_file(file_id: int) -> None:
    """Make one file of a report; safe to run again when a worker died in the middle."""
    making.make(file_id, now=timezone.now)


@shared_task
@by_system("mở báo cáo kỳ")
def open_reports() -> None:
    """Begin the reports of periods whose figures have closed."""
    now = timezone.now()
    pulse.mark("open_reports", now=now, note=opening.open_reports(on=timezone.localdate(now), now=now))


@shared_task
def make_waiting_files() -> None:
    """Make files that a lost job or a dead worker left behind, and send the letters that wait."""
    pulse.mark("make_waiting_files", now=timezone.now(), note=making.make_waiting(now=timezone.now))
