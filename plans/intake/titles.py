"""Short names for tasks: what is to be done, without the number, the agencies and the phrases before it."""

from __future__ import annotations

import re

from agencies.text import snippet

_LONGEST = 110
_MARKER = re.compile(r"^\s*(?:[-+*•]|\(?[0-9IVXa-zđ]{1,5}(?:\.\d+)*[).\-–:]+|Thứ \w+[,:])\s*")
# What an order says before it comes to the deed.
_AHEAD = re.compile(
    r"^(?:[,;:\s]+|(?:và|có trách nhiệm|chịu trách nhiệm|chủ động|chủ trì|tiếp tục|"
    r"(?:chủ trì,? )?phối hợp (?:chặt chẽ )?(?:với|cùng) [^,;]{3,120}?(?:,|(?= (?:theo dõi|tham mưu|tổ chức|xây dựng|hướng dẫn)))|"
    r"căn cứ [^,;]{3,160},|theo chức năng,? nhiệm vụ[^,;]{0,60},|trên cơ sở [^,;]{3,160},)(?=[\s,]))\s*",
    re.IGNORECASE,
)
_END = re.compile(r"[;.](?=\s|$)")


def title_of(text: str, leads: list[str], *, longest: int = _LONGEST) -> str:
    """The task's name from its words: the deed, at most `longest` characters, beginning with a capital."""
    words = _MARKER.sub("", " ".join(text.split()), count=1)
    rest = _without_leads(words, leads)
    for _ in range(6):
        shorter = _AHEAD.sub("", rest, count=1)
        if shorter == rest or len(shorter) < 12:
            break
        rest = shorter
    first = _END.split(rest, maxsplit=1)[0].strip(" ,;:-") or words
    if len(first) < 12:
        first = rest
    short = snippet(first, longest)
    return short[:1].upper() + short[1:] if short else "Nhiệm vụ"


def _without_leads(words: str, leads: list[str]) -> str:
    """The words after the bodies that the item begins with."""
    rest = words
    for _ in range(len(leads) + 1):
        rest = rest.lstrip(" ,;:")
        found = next(
            (lead for lead in leads if lead and rest.casefold().startswith(" ".join(lead.split()).casefold())), None
        )
        if found is None:
            after = re.match(r"(?:và|cùng)\s+", rest)
            if after and any(rest[after.end() :].casefold().startswith(lead.casefold()) for lead in leads if lead):
                rest = rest[after.end() :]
                continue
            break
        rest = rest[len(" ".join(found.split())) :]
    return rest.lstrip(" ,;:") if len(rest.strip()) > 12 else words
