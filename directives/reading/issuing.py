"""The opening and the closing of the body: who speaks, whom it charges, and where the duties begin and end."""

from __future__ import annotations

import re

from directives.reading.agencies import names_at
from directives.reading.header import OPENING
from directives.reading.layout import Para, is_shout
from directives.reading.values import Found

_SPEAKS = re.compile(
    r"\s*,?\s*(?:vừa |đã |trân trọng |kính |có ý kiến)?(?:xây dựng|ban hành|yêu cầu|đề nghị|"
    r"triển khai|chỉ đạo|có ý kiến|thông báo|hướng dẫn|quyết định|kết luận|đề ra|tổ chức|giao|"
    r"báo cáo)",
    re.I,
)
_ORDERS = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|giao cho|giao|chỉ đạo|hướng dẫn)\s+(?:đồng chí\s+)?", re.I)
_CLOSES = re.compile(
    r"(?:Trên đây|(?:Chỉ thị|Kế hoạch|Công văn|Chương trình|Hướng dẫn|Nghị quyết|"
    r"Quyết định)(?: hành động)? này (?:được|có|phổ biến|thay thế)|Nhận được|"
    r"Trong quá trình|Đề nghị các|Yêu cầu các|Quá trình|Văn bản này)"
)
_RESULTS = re.compile(
    r"(?:Đề nghị [^.;:]{3,120} )?(?:Báo cáo )?[Kk]ết quả(?: (?:tổ chức|triển khai|thực hiện|giám sát|kiểm tra))*[^.;:]{0,60}"
    r"(?:gửi|báo cáo)\s(?:về|cho)?|(?:Đề nghị [^.;:]{3,120} )?(?:[Bb]áo cáo|[Gg]ửi báo cáo) kết quả [^.;:]{0,60}(?:về|cho)\s"
)
_TROUBLE = re.compile(r"nếu (?:có|gặp|phát sinh)[^.;]{0,60}(?:khó khăn|vướng mắc|phát sinh|vấn đề)", re.I)
_TELLS = re.compile(r"(?:báo cáo|phản ánh|gửi|thông tin|trao đổi|liên hệ|kiến nghị)", re.I)
_ASKS = re.compile(
    r"(?:đề nghị|yêu cầu)(?:\s+quý\s[^,.;:]{2,30})?"
    r"(?:\s+(?:chỉ đạo|tổ chức|quan tâm|phối hợp|thực hiện|triển khai|tập trung)[^.;:]{0,160})?"
    r"\s*[:.]?\s*$"
)
_MOST = 30


def opening_of(paras: list[Para]) -> tuple[list[Para], list[Para]]:
    """Parts the sentences that lead to the first item from the body; a body without items keeps all its paragraphs."""
    end = 0
    for index, para in enumerate(paras[:_MOST]):
        based = re.match(r"[-–]?\s*(?:Căn cứ|Xét|Theo đề nghị)", para.text)
        if (para.marker is not None and not based) or (
            is_shout(para.text) and end and not is_shout(paras[index - 1].text)
        ):
            break
        end = index + 1
        if para.text.endswith(":") and not based and not any(OPENING.match(one.text) for one in paras[end : end + 2]):
            break
    if not any(para.marker for para in paras[end:]) and end > 0 and not paras[end - 1].text.endswith(":"):
        return paras[:end], paras[:]
    return paras[:end], paras[end:]


def speaker(opening: list[Para], body: list[Para]) -> Found | None:
    """The body that says "… xây dựng kế hoạch", "… yêu cầu" in the opening: the issuer, or who acts for it."""
    for para in reversed(opening):
        places = [0, *(match.end() for match in re.finditer(r"[,;.]\s+", para.text[:3000]))]
        for place in places:
            names = names_at(para.text, place)
            if names and _SPEAKS.match(para.text, names.end) and len(names.pieces) == 1:
                start, end = names.pieces[0]
                if not re.match(r"(?:các|những|mỗi)\s", para.text[start:end], re.I):
                    return Found(para.text[start:end], para.span(start, end))
    return None


def charged(opening: list[Para]) -> tuple[Found, ...]:
    """Those whom the opening charges with all that follows: "… yêu cầu các cấp ủy … thực hiện các nhiệm vụ sau:"."""
    for para in reversed(opening):
        if not para.text.rstrip().endswith((":", "sau.", "sau")):
            continue
        for match in reversed(list(_ORDERS.finditer(para.text))):
            if names := names_at(para.text, match.end()):
                return tuple(Found(para.text[a:b], para.span(a, b)) for a, b in names.pieces)
    return ()


def asks_addressees(opening: list[Para]) -> bool:
    """Whether the opening orders without naming whom ("… đề nghị thực hiện các nội dung sau:"): those it is addressed to."""
    last = next((para.text for para in reversed(opening) if para.text.rstrip().endswith((":", "sau.", "sau"))), "")
    return _ASKS.search(last) is not None


def without_closing(paras: list[Para]) -> tuple[list[Para], list[Para]]:
    """Parts the last unnumbered words ("Trên đây là …", "… nghiêm túc triển khai thực hiện./.") from the body."""
    end = len(paras)
    while end > 1 and len(paras) - end < 4:
        para = paras[end - 1]
        if para.marker is not None:
            break
        last = end == len(paras)
        if (
            _CLOSES.match(para.text)
            or _RESULTS.match(para.text)
            or para.text.startswith("(")
            or (last and re.search(r"\.?/\s*\.?\s*$", para.text))
        ):
            end -= 1
            continue
        if para.after_blank is False and end == len(paras) and len(para.text) < 6:
            end -= 1
            continue
        break
    if not any(para.marker for para in paras) and end < len(paras):
        return paras[:end], paras[end:]
    return paras[:end], paras[end:]


def duty_of_closing(closing: list[Para]) -> Para | None:
    """The standing duty to report what hinders, which closings order; polite endings order nothing."""
    for para in closing:
        if (trouble := _TROUBLE.search(para.text)) and _TELLS.search(para.text, trouble.end()):
            return para
    return next((para for para in closing if _RESULTS.match(para.text)), None)


def closing_lead(para: Para) -> tuple[Found, ...]:
    """Who has to report what hinders: the bodies named between the condition and the verb."""
    trouble = _TROUBLE.search(para.text)
    if trouble is None:
        return ()
    for match in re.compile(r"[,\s]\s*").finditer(para.text, trouble.end(), min(len(para.text), trouble.end() + 200)):
        names = names_at(para.text, match.end())
        if names and names.verb_follows:
            return tuple(Found(para.text[a:b], para.span(a, b)) for a, b in names.pieces)
    return ()
