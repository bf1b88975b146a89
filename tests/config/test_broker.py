"""Wiring of Celery: every entry of the timetable is a job that exists; the broker of a test is its own."""

import redis

from config.celery import app


def test_every_scheduled_job_exists() -> None:
    app.loader.import_default_modules()
    missing = {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks)
    assert not missing


def test_a_job_is_kept_until_it_is_done() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.result_backend is None


def test_the_broker_of_a_test_starts_empty(broker: str) -> None:
    with redis.Redis.from_url(broker) as server:
        assert server.dbsize() == 0
        server.set("mine", 1)
