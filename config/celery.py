"""The Celery application: jobs are found in each app's jobs.py; the timetable is fixed here."""

import os
import signal
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init, worker_process_init

from config.lifeline import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("dondoc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")

# `expires` keeps a stopped worker from finding a pile of the same job; each one catches up by itself.
app.conf.beat_schedule = {
    "open-periods": {"task": "plans.jobs.open_periods", "schedule": crontab(minute="3"), "options": {"expires": 3600}},
    "open-reports": {
        "task": "reporting.jobs.open_reports",
        "schedule": crontab(minute="8"),
        "options": {"expires": 3600},
    },
    "open-reminders": {
        "task": "plans.jobs.open_reminders",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "send-reminders": {"task": "plans.jobs.send_reminders", "schedule": crontab(), "options": {"expires": 60}},
    "read-waiting-intakes": {
        "task": "plans.jobs.read_waiting_intakes",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "carry-out-waiting-bulk": {
        "task": "plans.jobs.carry_out_waiting_bulk",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "forget-old-intakes": {
        "task": "plans.jobs.forget_old_intakes",
        "schedule": crontab(hour="3", minute="20"),
        "options": {"expires": 3600},
    },
    "write-waiting-exports": {
        "task": "plans.jobs.write_waiting_exports",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "forget-old-exports": {
        "task": "plans.jobs.forget_old_exports",
        "schedule": crontab(hour="3", minute="27"),
        "options": {"expires": 3600},
    },
    "work-on-waiting-imports": {
        "task": "plans.jobs.work_on_waiting_imports",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "forget-old-imports": {
        "task": "plans.jobs.forget_old_imports",
        "schedule": crontab(hour="3", minute="25"),
        "options": {"expires": 3600},
    },
    "make-waiting-files": {
        "task": "reporting.jobs.make_waiting_files",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "heartbeat": {"task": "plans.jobs.heartbeat", "schedule": crontab(), "options": {"expires": 60}},
}


@worker_init.connect
@beat_init.connect
def refuse_to_start(**kwargs: Any) -> None:
    """A worker without the installation's address would send letters whose links lead nowhere, and each officer has one a day."""
    from django.core.exceptions import ImproperlyConfigured

    from config.checks import refuse_to_serve

    try:
        refuse_to_serve()
    except ImproperlyConfigured as fault:
        raise SystemExit(str(fault)) from None  # Celery only writes down what is no end of the process


@worker_process_init.connect
def end_with_the_worker(**kwargs: Any) -> None:
    """A pool process of a killed worker would wait for work for ever; its job is delivered again anyway."""
    follow_parent(signal.SIGKILL)
