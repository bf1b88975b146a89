"""Whether those who have a duty get the document: bodies, categories and groups compared as offices write them."""

from __future__ import annotations

import re
from functools import lru_cache

from agencies.text import search_key

# Offices shorten these; both ways of writing are the same body.
_SHORT = (
    (r"ub ?mttq|uy ban mttq", "uy ban mat tran to quoc"), (r"mttq", "mat tran to quoc"), (r"ubnd", "uy ban nhan dan"),
    (r"hdnd", "hoi dong nhan dan"), (r"ldld", "lien doan lao dong"), (r"vp", "van phong"), (r"tt", "thuong truc"),
    (r"btv", "ban thuong vu"), (r"bcd", "ban chi dao"), (r"bql|ban qlda", "ban quan ly du an"),
    (r"gd ?& ?dt", "giao duc va dao tao"),
)  # fmt: skip
_SHORTENED = tuple((re.compile(rf"\b(?:{short})\b"), full) for short, full in _SHORT)
_POST = re.compile(
    r"(?:dong chi )?(?:pho )?(?:giam doc|chu tich|bi thu|thu truong|truong ban|truong phong|chanh (?=van phong)|chanh thanh tra"
    r"|hieu truong|cuc truong|vu truong|bo truong|lanh dao)\s*"
)
_CATEGORY = re.compile(
    r"(?:cac|nhung|moi|tung|quy|toan the|tat ca|cap|chinh quyen|doan the|to chuc|dia phuong|co quan|don vi|ca nhan|thu truong"
    r"|co so|nguoi dung dau|can bo|thanh vien|nha truong|hieu truong|mat tran to quoc va)\b"
    r"|.*\b(?:cac|cung cap|lien quan|truc thuoc)\b"
)
_EVERYBODY = re.compile(
    r"\bcac (?:\w+,? ){0,3}(?:co quan|don vi|dia phuong|thanh vien)\b|danh sach|\bnhu (?:muc|phan) "
)
_KINDS = {
    "so": "so", "bo": "bo",
    "nganh": "so|cuc|chi cuc|ban|cong an|thanh tra|van phong|bo chi huy|kho bac|bao hiem",
    "ban": "ban|van phong",
    "phong": "phong|trung tam|doi|thanh tra|van phong", "cuc": "cuc", "vu": "vu", "truong": "truong",
    "khoa": "khoa", "vien": "vien",
    "doan the": "hoi|doan|lien doan|cong doan|tinh doan|huyen doan|thanh doan|mat tran|uy ban mat tran",
    "dang doan": "dang doan", "ban can su dang": "ban can su", "dang uy": "dang uy", "huyen uy": "huyen uy", "thanh uy": "thanh uy",
    "quan uy": "quan uy", "thi uy": "thi uy", "hoi": "hoi|lien hiep",
    "thon": "thon", "chi bo": "chi bo", "to chuc": "hoi|doan|lien doan|cong doan",
}  # fmt: skip
_DULL = {"va", "cua"}
_GROUP = re.compile(r"\bcac\b(.*)")


@lru_cache(maxsize=4096)
def full_key(name: str) -> str:
    """A name without marks and case, its short forms written out."""
    key = ", ".join(search_key(part) for part in re.split(r"[,;]", name))
    for short, full in _SHORTENED:
        key = short.sub(full, key)
    return re.sub(r"[^\w\s,]+", " ", key)


def is_category(name: str) -> bool:
    """Whether it names a kind of bodies and no one of them."""
    return _CATEGORY.match(full_key(name)) is not None


def gets(name: str, entries: list[str]) -> bool:
    """Whether one of the entries (`full_key`) names the body, the body of the person, or a group that holds it."""
    key = full_key(name)
    body = _POST.sub("", key, count=1).strip() if _POST.match(key) else key
    words = [word for word in body.split() if word not in _DULL]
    return any(_names(entry, words) or _holds(entry, body) for entry in entries)


def _names(entry: str, words: list[str]) -> bool:
    """Whether the shorter name stands in the longer one: Mặt trận Tổ quốc, Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh."""
    for part in re.split(r",| va ", entry):
        its = [word for word in part.split() if word not in _DULL]
        if len(its) >= 2 and (_within(words, its) or (len(its) >= 3 and _within(its, words))):
            return True
    return _within(words, [word for word in entry.replace(",", " ").split() if word not in _DULL])


def _within(short: list[str], long: list[str]) -> bool:
    """Whether the words stand in the other name in this order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _holds(entry: str, body: str) -> bool:
    if _EVERYBODY.search(entry):
        return True
    if body.startswith("uy ban nhan dan ") and re.search(r"uy ban nhan dan (?:cac|quan|huyen|xa|phuong)", entry):
        return True
    for group in _GROUP.findall(entry):
        for part in re.split(r",| va ", group):
            for kind, held in _KINDS.items():
                if re.match(rf"\s*{kind}\b", part) and re.match(rf"(?:{held})\b", body):
                    return True
    return False
