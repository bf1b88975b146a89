"""Every length, size and face that a layout's rule speaks of, taken from the pages of a finished PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from reporting.layouts import Part
from reporting.paper import Paper
from tests.paper.expected import SHAPES, Letters
from tests.paper.reading import MM, Line, Page, Rule
from tests.paper.sample import LONG, SHORT

MILLIMETRE: Final = 1.0
POINT: Final = 0.2
# The letters' own box around the baseline, in parts of their size: Times and what is metric like it.
_ASCENT, _DESCENT, _DIGIT = 0.891, 0.216, 0.676


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was measured: it lies within when `found` is between `least` and `most`, give or take `tolerance`."""

    layout: str
    what: str
    found: float | str
    least: float | str
    most: float | str
    tolerance: float = 0
    unit: str = ""

    @property
    def within(self) -> bool:
        if isinstance(self.found, str) or isinstance(self.least, str) or isinstance(self.most, str):
            return self.found == self.least
        return self.least - self.tolerance <= self.found <= self.most + self.tolerance

    def __str__(self) -> str:
        if isinstance(self.found, str) or isinstance(self.least, str) or isinstance(self.most, str):
            return f"{self.layout}  {self.what}: {self.found}" + ("" if self.within else f" (rule: {self.least})")
        rule = f"{self.least:g}" if self.least == self.most else f"{self.least:g}–{self.most:g}"
        return f"{self.layout}  {self.what}: {self.found:.2f} {self.unit} (rule: {rule}, ±{self.tolerance:g})"


class Ruler:
    """Takes the measures of one paper."""

    def __init__(self, paper: Paper, pages: list[Page]) -> None:
        self.paper, self.pages, self.shape = paper, pages, SHAPES[paper.layout_id]
        self.first = pages[0]
        self.last = next(page for page in pages if page.has("Nơi nhận:"))
        self.plain = pages[1]
        self.taken: list[Measure] = []

    def all(self) -> list[Measure]:
        """Every measure, page by page."""
        for take in (
            self.paper_size,
            self.margins,
            self.numbers,
            self.head,
            self.title,
            self.addressee,
            self.body,
            self.closing,
            self.appendices,
        ):
            take()
        return self.taken

    # --- what is taken ------------------------------------------------------------------------------------------------

    def paper_size(self) -> None:
        for place, page in enumerate(self.pages, start=1):
            lying = page in self._appendix_pages()
            self._mm(f"trang {place}, rộng", page.width, 297 if lying else 210)
            self._mm(f"trang {place}, cao", page.height, 210 if lying else 297)

    def margins(self) -> None:
        shape, text = self.shape, self._text(self.plain)
        self._mm("lề trái", min(line.left for line in text), *shape.left)
        self._mm("lề phải", self.plain.width - max(line.right for line in text), *shape.right)
        self._mm("lề trên", self._top(text[0], self._pitch()), *shape.top)
        below = self.plain.height - self._bottom(text[-1], self._pitch())
        # The last line that fits leaves less than one more line with its gap.
        self._mm("lề dưới, dòng cuối", below, shape.bottom[0], shape.bottom[1] + (self._pitch() + 6) / MM)
        for place, page in enumerate(self.pages, start=1):
            texts = self._text(page)
            ahead = min(line.left for line in texts)
            self._mm(f"trang {place}, chữ không lấn lề trái", ahead, shape.left[0], 1000)
            self._mm(
                f"trang {place}, chữ không lấn lề phải",
                page.width - max(line.right for line in texts),
                shape.right[0],
                1000,
            )
            self._mm(
                f"trang {place}, chữ không lấn lề dưới",
                page.height - max(line.baseline for line in texts),
                shape.bottom[0],
                1000,
            )

    def numbers(self) -> None:
        self._same(
            "trang 1 không đánh số",
            str(any(line.text == "1" and line.baseline < 20 * MM for line in self.first.lines)),
            "False",
        )
        for place, page in enumerate(self.pages[1:], start=2):
            line = min(page.lines, key=lambda line: line.baseline)
            self._same(f"trang {place}, số trang", line.text, str(place))
            self._letters(f"trang {place}, số trang", line, self.shape.letters[Part.PAGE_NUMBER])
            middle = (self.shape.left[0] * MM + page.width - self.shape.right[0] * MM) / 2
            self._mm(f"trang {place}, số trang ở giữa", line.middle - middle, 0)
            self._mm(f"trang {place}, số trang cách mép trên", line.baseline - _DIGIT * line.size, 10)

    def head(self) -> None:
        head, page = self.paper.letterhead, self.first
        state = self.shape.letters.get(Part.STATE_MOTTO)
        title = page.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if state else "ĐẢNG CỘNG SẢN VIỆT NAM")
        superior, issuer = self._block(page, head.superior.upper()), self._block(page, head.issuer.upper())
        number, day = page.line(head.symbol), page.line(", ngày 0")
        last = title
        self._part(Part.STATE_TITLE, title)
        if state:
            last = page.line("Độc lập - Tự do - Hạnh phúc")
            self._part(Part.STATE_MOTTO, last)
        for part, lines in (
            (Part.SUPERIOR, superior),
            (Part.ISSUER, issuer),
            (Part.NUMBER, [number]),
            (Part.PLACE_DATE, [day]),
        ):
            for line in lines:
                self._part(part, line)
        left = [*superior, *issuer, number]
        for line in left[1:]:
            self._mm(f"khối trái thẳng giữa: “{line.text}”", line.middle - left[0].middle, 0)
        for line in {last, day} - {title}:
            self._mm(f"khối phải thẳng giữa: “{line.text}”", line.middle - title.middle, 0)
        self._pt("hai dòng đầu ngang nhau", superior[0].baseline - title.baseline, 0, within=1.2)
        self._pt("số ngang với ngày", number.baseline - day.baseline, 0)
        self._mm("hai khối không chạm nhau", min(title.left, day.left) - max(line.right for line in left), 2, 1000)
        rule = self._rule("đường kẻ dưới tiêu đề", page, last)
        self._mm("đường kẻ dưới tiêu đề dài bằng dòng chữ", rule.width - last.width, 0)
        if state:
            self._third(self._rule("đường kẻ dưới cơ quan", page, issuer[-1]), issuer, "cơ quan")
        else:
            star = page.line("*")
            self._mm("dấu * thẳng giữa", star.middle - issuer[0].middle, 0)
            self._mm("dấu * dưới cơ quan", star.baseline - issuer[-1].baseline, 3, 9)
        form = f"Số: {head.number:02d}/{head.symbol}" if state else f"Số {head.number:02d}-{head.symbol}"
        self._same("số và ký hiệu", number.text, form)

    def title(self) -> None:
        page, middle = self.first, self._middle(self.first)
        kind, subject = page.line("BÁO CÁO"), [page.line("kết quả thực hiện"), page.line("6 tháng đầu năm 2022")]
        self._part(Part.KIND, kind)
        for line in subject:
            self._part(Part.SUBJECT, line)
        for line in (kind, *subject):
            self._mm(f"ở giữa: “{line.text[:20]}”", line.middle - middle, 0)
        if self.shape.letters.get(Part.STATE_MOTTO):
            self._third(self._rule("đường kẻ dưới trích yếu", page, subject[-1]), subject, "trích yếu")
        else:
            mark = page.line("-----")
            self._same("dấu dưới trích yếu", mark.text, "-----")
            self._mm("dấu dưới trích yếu ở giữa", mark.middle - middle, 0)

    def addressee(self) -> None:
        """A report of the State names whom it goes to under its title; one of the Party does not."""
        asked = Part.ADDRESSEE in self.shape.letters
        self._same("dòng Kính gửi", str(self.first.has("Kính gửi")), str(asked))
        if asked:
            line = self.first.line("Kính gửi")
            self._part(Part.ADDRESSEE, line)
            self._mm("Kính gửi ở giữa", line.middle - self._middle(self.first), 0)

    def body(self) -> None:
        shape, page = self.shape, self.first
        first = page.line("Thực hiện Công văn số")
        self._part(Part.BODY, first)
        edge = min(line.left for line in self._text(page))
        self._mm("dòng đầu lùi vào", first.left - edge, *shape.first_line)
        self._pt("giãn dòng", self._pitch(), *shape.pitch)
        short = [line for line in page.lines if line.text == SHORT]
        self._pt(
            "giữa hai đoạn", short[1].baseline - short[0].baseline - self._pitch(), shape.between, shape.between + 6
        )
        section = page.line("1. Kết quả nổi bật")
        heads = {Part.SECTION: "I", Part.HEADING_1: "1. Kết quả", Part.HEADING_2: "a) Về tuyên truyền"}
        for part, words in heads.items():
            found = next(line for line in page.lines if line.text.startswith(words) and line.left > edge + 5)
            self._part(part, found)
            self._mm(f"{part.value} lùi vào", found.left - edge, *shape.first_line)
        self._mm("mục lùi như đoạn", section.left - first.left, 0)
        full = [line for line in self._text(self.plain) if not line.text.endswith(".")]
        for line in full:
            self._mm("chữ dóng đều bên phải", self.plain.width - line.right, *shape.right)
        item = self.last.line("- Đôn đốc dứt điểm")
        self._mm("gạch đầu dòng lùi vào", item.left - edge, *shape.first_line)

    def closing(self) -> None:
        page, signature, shape = self.last, self.paper.signature, self.shape
        authority, name = page.line(signature.authority.upper()), page.line(signature.name)
        title = next(line for line in page.lines if line.text == signature.title.upper())
        block = {Part.AUTHORITY: authority, Part.SIGNER_TITLE: title, Part.SIGNER_NAME: name}
        for part, line in block.items():
            self._part(part, line)
            self._mm(f"{part.value} thẳng giữa khối ký", line.middle - authority.middle, 0)
        self._mm("khối ký ở nửa phải", authority.middle - page.width / 2, 20, 60)
        self._mm("chỗ ký và đóng dấu", name.baseline - title.baseline, 25, 40)
        word = page.line("Nơi nhận:")
        self._part(Part.RECIPIENTS_WORD, word)
        rule = page.under(word, within=4)
        self._same("“Nơi nhận” gạch chân", str(rule is not None), str(shape.underlined_recipients))
        if rule is not None:
            self._mm("gạch chân dài bằng chữ", rule.width - word.width, 0)
        self._pt("“Nơi nhận” ngang dòng ký", word.baseline - authority.baseline, 0, within=3)
        edge = shape.left[0] * MM
        listed = [
            line
            for line in page.lines
            if line.baseline > word.baseline and line.text.startswith("- ") and line.left < page.width / 2
        ]
        self._same("số dòng nơi nhận", str(len(listed)), str(len(self.paper.recipients)))
        for line in listed:
            self._part(Part.RECIPIENTS, line)
            self._mm("nơi nhận ở lề trái", line.left - edge, 0)
        self._same("dòng nơi nhận cuối có dấu chấm", listed[-1].text[-1], ".")
        above = max((line for line in page.lines if line.baseline < word.baseline), key=lambda line: line.baseline)
        self._same("dấu kết thúc văn bản", above.text[-len(shape.end) :], shape.end)
        self._same("trước dấu kết thúc là chữ", str(above.text[-len(shape.end) - 1].isalnum()), "True")

    def appendices(self) -> None:
        for place, page in enumerate(self._appendix_pages(), start=1):
            self._same(f"trang phụ lục {place} lặp đầu bảng", str(page.has("STT")), "True")
            assert page.edges is not None
            self._mm(f"trang phụ lục {place}, cạnh trái bảng", page.edges[0], *self.shape.left)
            self._mm(f"trang phụ lục {place}, cạnh phải bảng", page.width - page.edges[1], *self.shape.right)
        number = "PHỤ LỤC" if Part.APPENDIX_NUMBER not in self.shape.letters else "Phụ lục"
        heads = [page for page in self._appendix_pages() if any(line.text.startswith(number) for line in page.lines)]
        self._same("số phụ lục", str(len(heads)), str(len(self.paper.appendices)))
        counted = ("I", "II", "III", "IV") if number == "Phụ lục" else ("1", "2", "3", "4")
        for place, (page, appendix) in enumerate(zip(heads, self.paper.appendices, strict=True)):
            label = next(line for line in page.lines if line.text.startswith(number))
            self._same("số thứ tự phụ lục", label.text.split()[-1], counted[place])
            title = next(line for line in page.lines if line.text.lower() == appendix.title.lower())
            note = page.line("èm theo Báo cáo")
            for part, line in ((Part.APPENDIX_NUMBER, label), (Part.APPENDIX_TITLE, title)):
                if part in self.shape.letters:
                    self._part(part, line)
                self._same(f"{part.value} đậm", str(line.bold), "True")
            self._same("dòng “kèm theo” nghiêng", str(note.italic), "True")
            for line in (label, title, note):
                self._mm(f"phụ lục, ở giữa: “{line.text[:20]}”", line.middle - self._middle(page), 0)

    # --- how it is taken ----------------------------------------------------------------------------------------------

    def _mm(self, what: str, found: float, least: float, most: float | None = None) -> None:
        """A length given in points, judged in millimetres."""
        self.taken.append(
            Measure(self.paper.layout_id, what, found / MM, least, least if most is None else most, MILLIMETRE, "mm")
        )

    def _pt(self, what: str, found: float, least: float, most: float | None = None, *, within: float = POINT) -> None:
        self.taken.append(
            Measure(self.paper.layout_id, what, found, least, least if most is None else most, within, "pt")
        )

    def _same(self, what: str, found: str, rule: str) -> None:
        self.taken.append(Measure(self.paper.layout_id, what, found, rule, rule))

    def _part(self, part: Part, line: Line) -> None:
        self._letters(f"{part.value}: “{line.text[:24]}”", line, self.shape.letters[part])

    def _letters(self, what: str, line: Line, rule: Letters) -> None:
        self._pt(f"{what}, cỡ chữ", line.size, rule.least, rule.most)
        self._same(f"{what}, đậm", str(line.bold), str(rule.bold))
        self._same(f"{what}, nghiêng", str(line.italic), str(rule.italic))
        if any(letter.isalpha() for letter in line.text):
            self._same(f"{what}, in hoa", str(line.text == line.text.upper()), str(rule.capitals))

    def _rule(self, what: str, page: Page, line: Line) -> Rule:
        rule = page.under(line)
        self._same(f"{what} có", str(rule is not None), "True")
        return rule or Rule(0, 0, 0)

    def _third(self, rule: Rule, lines: list[Line], what: str) -> None:
        """A rule of a third to a half of what stands above it, in the middle under it."""
        widest = max(lines, key=lambda line: line.width)
        self.taken.append(
            Measure(
                self.paper.layout_id,
                f"đường kẻ dưới {what} so với dòng chữ",
                rule.width / widest.width,
                1 / 3,
                1 / 2,
                0,
                "lần",
            )
        )
        self._mm(f"đường kẻ dưới {what} ở giữa", rule.middle - widest.middle, 0)

    def _middle(self, page: Page) -> float:
        return (self.shape.left[0] * MM + page.width - self.shape.right[0] * MM) / 2

    def _pitch(self) -> float:
        text = [line for line in self.plain.lines if line.text and line.text[:20] in LONG]
        return min(after.baseline - before.baseline for before, after in pairwise(text))

    def _top(self, line: Line, pitch: float) -> float:
        """The upper edge of a line's box: its letters stand in the middle of the pitch."""
        return line.baseline - _ASCENT * line.size - (pitch - (_ASCENT + _DESCENT) * line.size) / 2

    def _bottom(self, line: Line, pitch: float) -> float:
        return self._top(line, pitch) + pitch

    def _text(self, page: Page) -> list[Line]:
        """Lines between the upper and the lower margin."""
        return [line for line in page.lines if 17 * MM < line.baseline < page.height - 15 * MM]

    def _appendix_pages(self) -> list[Page]:
        return self.pages[self.pages.index(self.last) + 1 :]

    def _block(self, page: Page, words: str) -> list[Line]:
        """The one or two centred lines of a name in the left block."""
        found = [
            line
            for line in page.lines
            if line.baseline < 60 * MM and line.right < page.width * 0.52 and line.text in words
        ]
        return [line for line in found if len(line.text) > 3]


def measured(paper: Paper, pages: list[Page]) -> Iterator[Measure]:
    """All measures of one paper."""
    yield from Ruler(paper, pages).all()
