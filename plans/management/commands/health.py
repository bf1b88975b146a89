"""`manage.py health`: the facts of the health page for a monitor."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from plans.reminders.health import Level, check_up

_MARKS = {Level.GOOD: "tốt    ", Level.WARN: "cần xem", Level.BAD: "HỎNG   "}


class Command(BaseCommand):
    help = "Nhắc việc có hoạt động không: in từng điều, mã thoát 1 khi có phần hỏng."

    def handle(self, *args: Any, **options: Any) -> None:
        facts = check_up(now=timezone.now())
        for fact in facts:
            remedy = f" → {fact.remedy}" if fact.remedy and fact.level != Level.GOOD else ""
            self.stdout.write(f"{_MARKS[fact.level]} {fact.name}: {fact.text}{remedy}")
        if any(fact.level == Level.BAD for fact in facts):
            raise SystemExit(1)
