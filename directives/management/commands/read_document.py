from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from directives.reading.command import printed, read_file
from directives.reading.extraction import Refused


class Command(BaseCommand):
    """Reads one file as intake does and prints the proposed record; needs no database."""

    help = "Đọc một văn bản và in bản ghi đề xuất (JSON)."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp văn bản (.txt)")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            record = read_file(file)
        except Refused as reason:
            self.stderr.write(str(reason))
            raise SystemExit(1) from None
        self.stdout.write(printed(record))
