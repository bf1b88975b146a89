"""`python -m tests.browser.screenshot`: photographs the desk of the sample for the README.

Works in a database of its own on the embedded server and leaves nothing behind but the picture.
"""

# Before the settings, which know by it that this is no real installation.
import pytest  # noqa: F401  # isort: skip

import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PICTURE = Path(__file__).resolve().parents[2] / "docs" / "img" / "ban-lam-viec.png"
LIMIT = 200_000
NAME = "dondoc_anh"


def photograph(picture: Path) -> None:
    """The desk of `vanphong` at 1280 × 800, in few enough colours to be small."""
    from django.core.management import call_command
    from django.test import override_settings
    from PIL import Image
    from playwright.sync_api import sync_playwright
    from pytest_django.live_server_helper import LiveServer

    from tests.browser import stage

    stage.make_database(NAME)
    with (
        tempfile.TemporaryDirectory() as media,
        stage.at_once(),
        stage.working_on(NAME),
        override_settings(DEMO=True, MEDIA_ROOT=media),
        sync_playwright() as playwright,
    ):
        call_command("migrate", verbosity=0)
        call_command("load_sample", verbosity=0)
        server = LiveServer("localhost")
        browser = playwright.chromium.launch(**stage.launch_options())
        context = browser.new_context(**stage.MANNERS, viewport={"width": 1280, "height": 800})
        stage.sign_in(context, "vanphong", server.url)
        page = context.new_page()
        page.goto(f"{server.url}/ban-lam-viec/", wait_until="networkidle")
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
        browser.close()
        server.stop()
    stage.drop_database(NAME)
    with Image.open(picture) as taken:
        taken.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)


def main() -> None:
    from config import embedded

    with embedded.held():
        django.setup()
        photograph(PICTURE)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(PICTURE.parents[2])}: {size // 1000} kB")
    sys.exit(size > LIMIT)


if __name__ == "__main__":
    main()
