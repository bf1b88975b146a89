"""The product's own Celery application with a timetable in seconds, for the test that runs a real worker and beat."""

from config.celery import app

# The hourly opening of periods would go through every quarter from the story's year to today.
NAMES = ("open-reminders", "send-reminders", "heartbeat")
app.conf.beat_schedule = {
    name: {**app.conf.beat_schedule[name], "schedule": 1.0, "options": {"expires": 30}} for name in NAMES
}
