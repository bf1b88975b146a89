"""`python -m config.vendor`: copy the few files of node_modules that pages and reports use into static/vendor/."""

import re
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "static" / "vendor"

# Whole dist folders would break manifest storage: their maps and flags name files that are not there.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf": "fonts/Tinos-Regular.ttf",
    "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf": "fonts/Tinos-Italic.ttf",
    "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf": "fonts/Tinos-Bold.ttf",
    "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf": "fonts/Tinos-BoldItalic.ttf",
    "@expo-google-fonts/tinos/LICENSE_FONT": "fonts/LICENSE.txt",
}
_SOURCE_MAP = re.compile(rb"^\s*(/\*#\s*sourceMappingURL=.*?\*/|//#\s*sourceMappingURL=.*)\s*$", re.M)


def copy(modules: Path, target: Path) -> None:
    """Replace `target` with exactly the listed files; a missing one raises FileNotFoundError and changes nothing."""
    draft = target.with_name(f".{target.name}-draft")
    shutil.rmtree(draft, ignore_errors=True)
    for source, name in FILES.items():
        destination = draft / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        content = (modules / source).read_bytes()
        destination.write_bytes(_SOURCE_MAP.sub(b"", content) if name.endswith((".css", ".js")) else content)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


if __name__ == "__main__":
    try:
        copy(PROJECT / "node_modules", TARGET)
    except FileNotFoundError as error:
        sys.exit(
            f"Đôn Đốc: Thiếu tệp {error.filename} trong node_modules: hãy xóa node_modules rồi chạy lại `make setup`."
        )
