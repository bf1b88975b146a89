"""`manage.py load_holidays [YEAR …]`: the first rows of the working calendar."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agencies.calendars import load_year
from agencies.history.context import by_system


class Command(BaseCommand):
    help = "Nạp ngày nghỉ lễ vào lịch làm việc (mặc định: năm nay và năm sau). Ngày đã có, đã sửa thì giữ nguyên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="NĂM")

    def handle(self, *args: Any, **options: Any) -> None:
        this_year = timezone.localdate().year
        years = options["years"] or [this_year, this_year + 1]
        with by_system("nạp ngày nghỉ lễ"):
            made = sum(load_year(year, now=timezone.now())[0] for year in years)
        self.stdout.write(f"Đã thêm {made} ngày nghỉ của năm {', '.join(map(str, years))}.")
