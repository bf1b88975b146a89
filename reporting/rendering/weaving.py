"""HTML and CSS as PDF: the one place where WeasyPrint is called. Knows no report, no layout and no Django settings."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from datetime import date, datetime, time

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from reporting.rendering.profiles import Attached, Profile, finished
from reporting.rendering.vendor import VendorFetcher, require_fonts

_NO_DAY = date(2000, 1, 1)


def weave(
    html: str,
    css: str,
    *,
    profile: Profile = Profile.PLAIN,
    attachments: Sequence[Attached] = (),
    dated: date | None = None,
    tagged: bool = True,
) -> bytes:
    """PDF of a page; attachments bear the day of the paper, so that the same paper stays the same bytes.

    Reads no file but the fonts. Raises FontsMissingError when Tinos is not installed.
    """
    require_fonts()
    fetcher, fonts = VendorFetcher(), FontConfiguration()
    page = HTML(string=html, url_fetcher=fetcher)
    sheet = CSS(string=css, url_fetcher=fetcher, font_config=fonts)
    day = datetime.combine(dated or _NO_DAY, time())
    files = [
        Attachment(
            file_obj=io.BytesIO(one.data), name=one.name, description=one.description, relationship=one.relationship,
            created=day, modified=day, url_fetcher=fetcher,
        )
        for one in attachments
    ]  # fmt: skip
    with warnings.catch_warnings():
        # WeasyPrint drops the file of its colour profile without closing it.
        warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
        data: bytes = page.write_pdf(
            stylesheets=[sheet], font_config=fonts, presentational_hints=True, pdf_tags=tagged, pdf_variant=profile.variant,
            attachments=files,
        )  # fmt: skip
    return finished(data)
