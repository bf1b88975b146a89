"""Makes a believable database of any size, for the bench and for trying the product under load."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directives.models import Directive
from plans.load.generate import generate


class Command(BaseCommand):
    """`generate_load --tasks N`: N work items with everything they stand on; refuses beside real documents."""

    help = "Tạo dữ liệu tải: --tasks là số đầu việc. Chỉ dùng trên cơ sở dữ liệu thử."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Sizes, the seed that makes runs equal, the day the two years end on."""
        parser.add_argument("--tasks", type=int, default=20_000, help="số đầu việc (mặc định 20000)")
        parser.add_argument("--seed", type=int, default=1, help="số gieo; cùng số thì cùng dữ liệu")
        parser.add_argument(
            "--day", type=date.fromisoformat, default=None, help="ngày cuối, YYYY-MM-DD (mặc định hôm nay)"
        )
        parser.add_argument("--force", action="store_true", help="ghi cả khi đã có văn bản thật")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check that nothing real is at risk, then generate and say what was written."""
        if options["tasks"] < 1:
            raise CommandError("--tasks phải từ 1 trở lên.")
        if not options["force"] and Directive.objects.filter(is_sample=False).exists():
            raise CommandError(
                "Cơ sở dữ liệu này có văn bản thật nên không trộn dữ liệu tải vào. "
                "Dùng một cơ sở dữ liệu khác, hoặc thêm --force nếu thật sự muốn."
            )
        rows = generate(
            items=options["tasks"],
            seed=options["seed"],
            day=options["day"] or timezone.localdate(),
            say=self.stdout.write,
        )
        for table, number in rows.items():
            self.stdout.write(f"  {table}: {number}")
