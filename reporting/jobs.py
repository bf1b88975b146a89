"""Doorways for the worker."""

from celery import shared_task
from django.utils import timezone

from reporting.making import make


@shared_task(name="reporting.jobs.make_file")
def make_file(file_id: int) -> None:
    """Make one file of a report; safe to run again when a worker died in the middle."""
    make(file_id, now=timezone.now)
