"""Names of bodies in running text: where a list of them begins, where it ends, and how it parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reading.lexicon import (
    DETERMINERS,
    GENERIC_HEADS,
    PARTNERS,
    PLACES,
    STRONG_HEADS,
    TYPE,
    UPPER,
    VERB,
    alternatives,
)

_LONGEST = 700  # characters of one list of agencies
_DETERMINER = rf"(?:{alternatives(DETERMINERS)})"
_DETERMINER_FIRST = re.compile(rf"{_DETERMINER}(?!\w)\s*", re.I)
_STRONG = re.compile(rf"(?:{alternatives(STRONG_HEADS)})(?!\w)", re.I)
_GENERIC = re.compile(rf"(?:{alternatives(GENERIC_HEADS)})(?!\w)", re.I)
_PARTNER = re.compile(rf"(?:{alternatives(PARTNERS)})(?!\w)", re.I)
_NO_NAME = re.compile(
    r"(?:\w+ nào|ban hành|báo cáo(?! viên)|báo chí|bộ máy|bộ quy tắc|bộ dữ liệu|bộ tiêu chí|bộ câu|"
    r"đoàn kết|hội nghị|hội thảo|hội thi|phòng,? ?(?:chống|ngừa|cháy)"
    r"|khoa học"
    r"|chi (?:tiết|phí|tiêu|trả|thường|cho|ngân)|khối lượng|quỹ đất"
    r"|sở hữu|vụ việc|vụ án|trường hợp|viện dẫn|viện trợ|cấp phát|cấp giấy|cấp kinh"
    r"|cơ sở (?:dữ liệu|vật chất|pháp lý|đó)|tỉnh thần|xã hội|đội ngũ|công an toàn|hội nhập|ngành nghề|đài thọ"
    r"|thường trực kế hoạch|chủ tịch hồ chí minh|văn phòng phẩm|trung tâm của|cấp (?:có thẩm quyền|"
    r"trên|dưới)(?= (?:ban|giao))"
    r"|chính quyền địa phương hai cấp|các cấp,? các ngành đã|lực lượng sản xuất|thành viên (?:gia|trong))(?!\w)",
    re.I,
)
_PLURAL = re.compile(rf"(?<!\w)(?:các|những|{alternatives(PLACES)})(?!\w)")
_ORGANISES = re.compile(
    r"tổ chức\s+(?!đảng|chính trị|cơ sở đảng|xã hội(?! hóa)|đoàn thể|có liên quan|liên quan|kinh tế|"
    r"nghề nghiệp|hữu quan|khoa học|trong|trên|của|thành viên)",
    re.I,
)
_SEPARATOR = re.compile(r"\s*[,;]\s*(?:và(?!\w)\s*)?|\s+(?:và|cùng với|&)\s+")
_BREAK = re.compile(r"[.:!?…\n“”\"(]")
_WORD = re.compile(r"(?:[^\s,;.:()!?…“”\"]|(?<=TP)\.(?=\S)|(?<=[A-Z])\.(?=[A-Z]))+")
_NOUN_AFTER = re.compile(r"(?:các|những|cùng|của|mọi|liên|ngang|chương|(?<!trực )thuộc|viện|dự án)$", re.I)
_STOP = re.compile(
    r"(?:\d+ (?:tháng|lần|ngày)|về|do|đến|với|nếu|mà|kèm|như|khi|trước|vào|chậm nhất|kết quả|tình hình|"
    r"trong(?= (?:quý|tháng|năm|tuần|ngày))"
    r"|trên địa bàn(?= [^,]*,? phải)|có(?! liên quan| thẩm quyền))(?!\w)"
)
_NOUN = re.compile(
    r"(?:(?<=[Gg]iáo dục )thường xuyên|(?<=[Cc]ông nghệ )thông tin|(?<!chủ đầu tư )(?<=đầu tư )xây dựng|có liên quan|"
    r"vừa và nhỏ|nghiên cứu khoa học|quản lý (?:nhà nước|cấp trên|trực tiếp|"
    r"chuyên ngành|giáo dục|dự án|thị trường|các khu)|được phân công"
    r"|kiểm tra (?:đảng|các cấp)|báo cáo viên|thông tin (?:và|điện tử|đại chúng|truyền thông|báo)|"
    r"tham mưu, giúp việc|giám sát (?:đầu tư))"
)
_BRANCH = re.compile(
    r"(?:đầu tư|đào tạo|công nghệ|du lịch|xã hội|truyền thông|phát triển|môi trường|gia đình|nông thôn|kỹ thuật)(?!\w)"
)
_DOCUMENT = re.compile(rf"(?:{TYPE})\s+(?:số|này|của|về|thực hiện)(?!\w)", re.I)
_AGAINST = re.compile(r"(?<=phòng),? chống(?!\w)", re.I)
_OFFICE = re.compile(
    r"(?<!\w)(?:sở|bộ|phòng|vụ|ban|ủy ban|uỷ ban|cục|trung tâm|đài|liên hiệp|hội|viện|trường)(?!\w)", re.I
)
_BOARD = re.compile(
    r"(?:các )?(?:ban chỉ đạo|[uủ][ỷy] ban(?! nhân dân| mttq| mặt trận| kiểm tra)|tổ công tác|hội đồng(?! nhân dân)|bcđ)",
    re.I,
)
# Names that hold a conjunction or a comma themselves.
_JOINT = re.compile(r"(?:các )?(?:cơ quan )?báo (?:chí )?và (?:đài )?phát thanh(?:,| và|,? -) truyền hình", re.I)
_THREEFOLD = re.compile(rf"[{UPPER}][\w&-]*(?: [\w&-]+){{0,3}},? và [{UPPER}]")
_SINGLE_OFFICE = re.compile(r"(?:Sở|Bộ|Phòng|Ban|Vụ|Cục|Trung tâm)(?!\w)")
# A place ends a name: what follows in small letters is its predicate, unless it tells the place more closely.
_PLACED = re.compile(r"(?<!\w)(?:tỉnh|huyện|xã|phường|quận|thị trấn|thành phố|thôn|đặc khu)$", re.I)
_CLOSER = re.compile(
    r"(?:hội|ủy|uỷ|đoàn|lộ|viên|bản|trưởng|thành|thị|đảo|biên giới|miền|vùng|ven|giáp|nằm|có|còn|khác|trọng điểm|trong|trên"
    r"|tại|ở|thuộc|trực thuộc|của|và|cùng|với|hoặc|đã|bị|được|liên|theo|từ|về|do|nơi|nào|này|đó|đặc|phía|trung|khu|cũ|mới"
    r"|lân cận|bạn|nghèo|khó|điểm|loại|anh hùng|nói|nếu|như|mà|là|để|khi|qua|lần|nhiệm|cấp|trước|sau|năm|tháng|quý|kèm"
    r"|tỉnh|huyện|xã|phường|quận|thị trấn|thành phố|thôn)(?!\w)"
)
_GROUPED = re.compile(r"(?:đoàn thể|đảng bộ|chi bộ|huyện ủy|quận ủy|thị ủy|thành ủy|đảng ủy)(?!\w)")
# "các đơn vị liên quan của Bộ A, Bộ B": one group that shares its prefix.
_SHARED = re.compile(
    r"(?:các|những)\s+(?:đơn vị|cơ quan)[^,:]{0,40} của (?:Bộ|Sở|Ngân hàng)(?!\w)|Văn phòng Đoàn (?:đại biểu|ĐBQH)",
    re.I,
)
_OF_KIND = re.compile(r"(?:Bộ|Sở|Ngân hàng|Hội đồng nhân dân|HĐND)(?!\w)")
_GROUP = re.compile(
    r"(?:bộ|vụ|cục|sở|ngành|trường|phòng|ban|hội|tỉnh|huyện|xã|phường|thị trấn|quận|viện|TH&THCS|THCS|mầm non)$", re.I
)
_PROPER = rf"[{UPPER}]\w*(?: [{UPPER}\d]\w*){{0,4}}"
_PLACE_LIST = re.compile(rf"{_PROPER}(?:(?:, | và ){_PROPER})+")
_LIKE_ADDRESSED = re.compile(r"\s*\((?:như|theo) (?:kính gửi|danh sách)[^()]{0,40}\)", re.I)
_BRACKETS = re.compile(r"\s*\([^()]{1,120}\)")


@dataclass(frozen=True, slots=True)
class Names:
    """Names found at one place: pieces as (start, end), the place after them, and whether a predicate follows."""

    pieces: tuple[tuple[int, int], ...]
    end: int
    verb_follows: bool


def head_at(text: str, place: int, *, partners: bool = False, bare: bool = False) -> int | None:
    """End of the determiner and head word where a name opens at `place`; plain nouns need "các" or a capital letter."""
    match = _DETERMINER_FIRST.match(text, place)
    after = match.end() if match else place
    if after >= len(text) or _NO_NAME.match(text, after) or (match is None and _ORGANISES.match(text, after)):
        return None
    if strong := _STRONG.match(text, after):
        return strong.end()
    generic = _GENERIC.match(text, after)
    if generic and (match or bare or text[after].isupper() or text[generic.end() + 1 : generic.end() + 2].isupper()):
        return generic.end()
    partner = _PARTNER.match(text, after) if partners else None
    return partner.end() if partner else None


def names_at(text: str, place: int, *, partners: bool = False, bare: bool = False) -> Names | None:
    """The agencies listed from `place` on, or None when no name opens there; `bare` takes plain nouns ("quận, huyện")."""
    inside = head_at(text, place, partners=partners, bare=bare)
    if inside is None:
        return None
    limit = min(len(text), place + _LONGEST)
    pieces: list[tuple[int, int]] = []
    first = place
    while True:
        end = _name_end(text, first, inside, limit)
        if (group := _group_end(text, first, end, limit)) is not None:
            first, end = group
        if addressed := _LIKE_ADDRESSED.match(text, end):
            end = addressed.end()
        between = _SEPARATOR.match(text, end)
        following = between.end() if between else limit
        if following >= limit:
            break
        if _goes_on(text, first, end, following):
            generic = _GENERIC.match(text, following)
            inside = generic.end() if generic else following
            continue
        opened = head_at(text, following, partners=partners)
        if opened is None:
            if not _unknown_body(text, following, limit):
                break
            opened = following
        if _SHARED.match(text[first:end]) and _OF_KIND.match(text, following):
            inside = opened
            continue
        pieces.append((first, end))
        first, inside = following, opened
    pieces.append((first, end))
    follows = verb_after(text, end) or _predicate_begins(text, end)
    return Names(tuple(_trimmed(text, *piece) for piece in pieces), end, follows)


def _unknown_body(text: str, place: int, limit: int) -> bool:
    """Whether a list goes on with a proper name of no known kind: what a predicate follows ("…, Viettel Sơn Hà lắp đặt")."""
    if not text[place].isupper() or _NO_NAME.match(text, place) or _verb_capital(text, place):
        return False
    end = _name_end(text, place, place, min(limit, place + 60))
    return end > place and verb_after(text, end)


def _predicate_begins(text: str, end: int) -> bool:
    """Whether a name has come to its place and a word in small letters follows that does not tell the place more closely."""
    after = end + 1
    return (
        text[end:after] == " "
        and text[after : after + 1].islower()
        and _PLACED.search(text, max(0, end - 12), end) is not None
        and _CLOSER.match(text, after) is None
    )


def _name_end(text: str, first: int, inside: int, limit: int) -> int:
    """Where one name ends: before a sign, a conjunction that parts names, or a word of predicate."""
    stop = place = inside
    if joint := _JOINT.match(text, first):
        stop = place = joint.end()
    while place < limit:
        if _predicate_begins(text, stop) and _NOUN.match(text, stop + 1) is None:
            break
        if between := _SEPARATOR.match(text, stop):
            if between.end() >= limit or not _within_name(text, first, between):
                break
            word = _WORD.match(text, between.end())
            stop = place = word.end() if word else between.end()
            continue
        while place < limit and text[place] == " ":
            place += 1
        if place >= limit or _BREAK.match(text, place):
            break
        if _verb_at(text, place) and not _NOUN_AFTER.search(text[max(0, stop - 10) : stop]):
            break
        if _STOP.match(text, place) and not (text.startswith("về", place) and _BOARD.match(text, first)):
            break
        word = _WORD.match(text, place)
        stop = place = word.end() if word else place + 1
    return stop


def _verb_at(text: str, place: int) -> bool:
    return VERB.match(text, place) is not None and _NOUN.match(text, place) is None


def _within_name(text: str, first: int, between: re.Match[str]) -> bool:
    """Whether "và" or a comma stands inside one name: Sở Kế hoạch và Đầu tư, Sở Văn hóa, Thể thao và Du lịch."""
    place = between.end()
    if place >= len(text) or head_at(text, place) is not None or text[place] == "(" or _DOCUMENT.match(text, place):
        return False
    if "," in between.group() or ";" in between.group():
        if text.startswith(("Thể thao", "thể thao"), place) or _AGAINST.match(text, between.start()):
            return True
        return bool(_SINGLE_OFFICE.match(text, first) and _THREEFOLD.match(text, place))
    if text[place].isupper() or _BRANCH.match(text, place):
        return _OFFICE.search(text, first, between.start()) is not None or text[place].isupper()
    return bool(_GENERIC.match(text, place)) or (not _verb_at(text, place) and text.startswith("nhỏ", place))


def _goes_on(text: str, first: int, end: int, place: int) -> bool:
    """Whether a part is a plain noun of the same group ("các ban, ngành", "UBND các xã, phường")."""
    if (
        _DETERMINER_FIRST.match(text, place)
        or text[place].isupper()
        or (_STRONG.match(text, place) and not _GROUPED.match(text, place))
    ):
        return False
    if not _GENERIC.match(text, place) or _NO_NAME.match(text, place):
        return False
    if text[place : place + 7] == "cơ quan" and text.find("cơ quan", first, end) >= 0:
        return True
    return bool(_DETERMINER_FIRST.match(text, first) or _PLURAL.search(text, first, end))


def _group_end(text: str, first: int, end: int, limit: int) -> tuple[int, int] | None:
    """A group that names its members after a colon: as one piece when they share the prefix, else from the first member."""
    match = re.compile(r"\s*:\s*").match(text, end)
    if match is None or match.end() >= limit or not _GROUP.search(text, first, end):
        return None
    if not _DETERMINER_FIRST.match(text, first):
        return _places_named(text, first, end, match.end(), limit)
    place = match.end()
    inside = head_at(text, place)
    if inside is not None:
        return place, _name_end(text, place, inside, limit)
    if not text[place].isupper() or _verb_capital(text, place):
        return None
    while True:
        stop = _name_end(text, first, place, limit)
        between = re.compile(r"\s*,\s*").match(text, stop)
        if between is None or between.end() >= limit or not text[between.end()].isupper():
            return first, stop
        if head_at(text, between.end()) is not None:
            return first, stop
        place = between.end()


def _places_named(text: str, first: int, end: int, place: int, limit: int) -> tuple[int, int] | None:
    """A group in the plural with its members: "UBND các xã, phường: Tân Hải, Phước An"; two of them at least."""
    named = _PLURAL.search(text, first, end) and _PLACE_LIST.match(text, place, limit)
    return (first, named.end()) if named and not _verb_capital(text, place) else None


def _verb_capital(text: str, place: int) -> bool:
    return VERB.match(text[place : place + 24].lower()) is not None


def verb_after(text: str, end: int) -> bool:
    """Whether a predicate follows a list of names, brackets and one comma allowed between."""
    if match := _BRACKETS.match(text, end):
        end = match.end()
    while end < len(text) and text[end] in " ,":
        end += 1
    return VERB.match(text, end) is not None


def split_names(text: str, start: int, end: int, *, at_and: bool = False) -> list[tuple[int, int]]:
    """Parts of a text that is nothing but agencies, as a heading or a block "Cơ quan chủ trì" is."""
    out: list[tuple[int, int]] = []
    first = start
    for match in _SEPARATOR.finditer(text, start, end):
        word, place = match.group().strip(" ,;"), match.end()
        if place >= end or (word and not at_and and ";" not in match.group() and "," not in match.group()):
            continue
        if ";" in match.group() or (
            head_at(text, place) is not None and not _goes_on(text, first, match.start(), place)
        ):
            out.append((first, match.start()))
            first = place
    out.append((first, end))
    return [piece for piece in (_trimmed(text, *one) for one in out) if piece[1] > piece[0]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " ,;.:-–":
        end -= 1
    while start < end and text[start] in " ,;-–":
        start += 1
    return start, end
