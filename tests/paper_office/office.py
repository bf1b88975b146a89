"""LibreOffice without a window: turns a file into a PDF, with Tinos where the file asks for Times New Roman."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from reporting.rendering.vendor import VENDOR_ROOT

MISSING: Final = "LibreOffice không có"
PATIENCE: Final = 240.0
_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir><cachedir>{cache}</cachedir>
  <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>
</fontconfig>
"""


def program() -> str | None:
    """Where LibreOffice is, if it is anywhere."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(file: Path, folder: Path) -> Path:
    """The file as LibreOffice prints it; RuntimeError with its words when it does not."""
    found = program()
    if found is None:
        raise RuntimeError(MISSING)
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=VENDOR_ROOT / "fonts", cache=folder / "fonts"), encoding="utf8")
    said = subprocess.run(
        [found, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(file)],
        capture_output=True, text=True, timeout=PATIENCE, check=False, env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip
    made = folder / f"{file.stem}.pdf"
    if said.returncode or not made.exists():
        raise RuntimeError(f"{file.name}: {said.stdout} {said.stderr}")
    return made
