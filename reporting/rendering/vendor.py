"""The only files a rendering may read: those installed under static/vendor (fonts, above all)."""

import mimetypes
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse

VENDOR_ROOT = Path(__file__).resolve().parents[2] / "static" / "vendor"
SCHEME = "vendor"
FONT_FAMILY = "Tinos"
FONT_FILES = {
    (False, False): "fonts/Tinos-Regular.ttf",
    (True, False): "fonts/Tinos-Bold.ttf",
    (False, True): "fonts/Tinos-Italic.ttf",
    (True, True): "fonts/Tinos-BoldItalic.ttf",
}
"""By (bold, italic)."""

_ALLOWED_SUFFIXES = frozenset({".ttf", ".otf", ".woff", ".woff2", ".svg", ".png"})
_NO_GLYPH = "□"


class FontsMissingError(RuntimeError):
    """The font files are not installed; printing with a borrowed font would go unnoticed, so nothing is printed."""


class RefusedURLError(ValueError):
    """Something in a paper asked for an address outside static/vendor."""


class VendorFetcher(URLFetcher):
    """Answers `vendor:fonts/Tinos-Regular.ttf` from static/vendor and refuses every other address, `data:` too.

    It replaces the whole fetching of its parent: no opener, proxy or redirect handler is ever reached.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = vendor_path(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def open(self, url: object, data: object = None, timeout: object = None) -> URLFetcherResponse:
        """Parent entry of urllib; a prepared Request carries its own handlers, so only plain addresses pass."""
        if not isinstance(url, str):
            raise RefusedURLError("only plain vendor: addresses are read")
        return self.fetch(url)


def vendor_path(url: str) -> Path:
    """The file that a `vendor:` address names. Raises RefusedURLError outside the folder, links out of it included."""
    parts = urlsplit(url)
    name = unquote(parts.path)
    if parts.scheme != SCHEME or parts.netloc or parts.query or parts.fragment or "\0" in name or "\\" in name:
        raise RefusedURLError(f"refused address: {url[:200]!r}")
    root = VENDOR_ROOT.resolve()
    path = (root / name).resolve()
    if Path(name).is_absolute() or not path.is_relative_to(root) or path.suffix.lower() not in _ALLOWED_SUFFIXES:
        raise RefusedURLError(f"refused address: {url[:200]!r}")
    if not path.is_file():
        raise RefusedURLError(f"no such vendor file: {url[:200]!r}")
    return path


def require_fonts() -> None:
    missing = [name for name in FONT_FILES.values() if not (VENDOR_ROOT / name).is_file()]
    if missing:
        raise FontsMissingError("Thiếu phông chữ Tinos để in văn bản; chạy “make setup” để cài: " + ", ".join(missing))


def printable(text: str) -> str:
    """The text with every character the font lacks replaced by □, so that no other font is borrowed for it."""
    if text.isascii():
        return text
    letters = _letters()
    return "".join(character if character in letters else _NO_GLYPH for character in text)


@cache
def _letters() -> frozenset[str]:
    """Characters that all four faces can draw."""
    faces: list[set[int]] = []
    for name in FONT_FILES.values():
        with TTFont(VENDOR_ROOT / name, lazy=True) as face:
            faces.append(set(face.getBestCmap() or ()))
    return frozenset(map(chr, set.intersection(*faces))) | {"\n"}
