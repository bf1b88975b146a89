"""`manage.py health`: the facts of the health page for a monitor."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from plans.reminders.health import check_up
from plans.vitals import Fact, Level

_MARKS = {Level.GOOD: "tốt    ", Level.WARN: "cần xem", Level.BAD: "HỎNG   "}


class Command(BaseCommand):
    """Ends with 0, or with 1 when a part is broken (with --strict: or needs a look)."""

    help = "Nhắc việc có hoạt động không: in từng điều, mã thoát 1 khi có phần hỏng."
    # A wrong setting is a fact to tell with the others, not a reason to tell none.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How strict, and in which form."""
        parser.add_argument("--strict", action="store_true", help="mã thoát 1 cả khi chỉ có điều cần xem")
        parser.add_argument("--json", action="store_true", help="in JSON cho phần mềm giám sát")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, print, end."""
        now = timezone.now()
        facts = check_up(now=now)
        failing = (Level.BAD, Level.WARN) if options["strict"] else (Level.BAD,)
        failed = any(fact.level in failing for fact in facts)
        if options["json"]:
            told = {"at": now.isoformat(), "ok": not failed, "facts": [asdict(fact) for fact in facts]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for fact in facts:
                self.stdout.write(_line(fact))
        if failed:
            raise SystemExit(1)


def _line(fact: Fact) -> str:
    remedy = f" → {fact.remedy}" if fact.remedy and fact.level != Level.GOOD else ""
    return f"{_MARKS[fact.level]} {fact.name}: {fact.text}{remedy}"
