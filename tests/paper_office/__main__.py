"""`python -m tests.paper_office`: the report for Word and Excel, opened by LibreOffice, measured against its layout.

OUT names the folder that keeps files and pictures. Without LibreOffice nothing is measured and nothing fails.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> int:
    """Every measure; 1 where one is not within."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.paper_office import office
    from tests.paper_office.measures import documents, workbooks

    if office.program() is None:
        print(
            f"{office.MISSING}: không đo tệp Word, Excel (apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)."
        )
        return 0
    kept = os.environ.get("OUT")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(kept or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found = [*documents(folder), *workbooks(folder)]
    for one in found:
        if not one.within:
            print(f"not within: {one.what}: {one.value}, wanted {one.wanted}")
    within = sum(one.within for one in found)
    print(f"paper office: {len(found)} measures, {within} within")
    return int(within < len(found))


if __name__ == "__main__":
    sys.exit(main())
