#!/usr/bin/env python3
"""Django's command line, on the embedded database unless the environment names a server."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Chưa cài các thư viện của Đôn Đốc: hãy chạy `make setup`, rồi gọi lại bằng .venv/bin/python manage.py."
        )
    from config import embedded

    if sys.argv[1:2] == ["read_document"]:  # works on a file alone
        execute_from_command_line(sys.argv)
        return
    with embedded.held_or_exit():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
