"""Vietnamese text at the edge: what is stored, what is searched, what is sorted by.

All functions take any string, never raise, and work in time linear in its length.
"""

import hashlib
import re
import unicodedata

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ZERO_WIDTH = "\u200b\u2060\ufeff"
_SPACING = str.maketrans(dict.fromkeys(_SPACES, " ") | dict.fromkeys(_ZERO_WIDTH, ""))

# đ is a letter of its own, not d with a mark; Ð and ð (Icelandic) look the same and come out of old fonts and scans.
_D_WITH_STROKE = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})

_MAX_TERMS = 8
_MAX_TERM_LENGTH = 40


def nfc(text: str) -> str:
    """The stored form: composed letters, plain spaces, LF line ends, no spaces at the end of a line."""
    plain = unicodedata.normalize("NFC", text.translate(_SPACING))
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines)


def search_key(text: str) -> str:
    """Lower case without diacritics, one space between words: "Số 93-KL/TW" → "so 93 kl tw".

    Without diacritics "hoà" and "hòa" are one word. Underscores separate words, so text that a word
    segmenter joined ("ban_hành") is found as well.
    """
    folded = unicodedata.normalize("NFKD", text).translate(_D_WITH_STROKE).casefold()
    # Some letters only decompose once they are folded, and some only fold once they are decomposed.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
    kept = (c if c.isalnum() else " " for c in folded if unicodedata.category(c) not in {"Mn", "Cf"})
    return " ".join("".join(kept).split())


def text_hash(text: str) -> str:
    """What makes two texts the same: a hash of their words, without diacritics, case and signs."""
    return hashlib.sha256(search_key(text).encode()).hexdigest()


def search_terms(query: str) -> list[str]:
    """The words of a query as search keys, at most 8 of 40 characters; a row is found when each of them occurs."""
    words = (word[:_MAX_TERM_LENGTH] for word in search_key(query).split())
    return list(dict.fromkeys(words))[:_MAX_TERMS]


_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_MARKED = {
    "a" + _BREVE: "ă",
    "a" + _CIRCUMFLEX: "â",
    "e" + _CIRCUMFLEX: "ê",
    "o" + _CIRCUMFLEX: "ô",
    "o" + _HORN: "ơ",
    "u" + _HORN: "ư",
}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# 33 letters on 33 ASCII letters in byte order, so that no collation of the database is needed.
_RANK = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))


def sort_key(name: str) -> str:
    """Vietnamese dictionary order as a string that compares byte by byte (PostgreSQL here has no ICU).

    Word by word; within a word first the letters (a ă â b c d đ e ê …), then the tones (ngang huyền hỏi ngã
    sắc nặng), wherever in the word the tone is written. Numbers compare by value and come before letters, letters
    outside the Vietnamese alphabet after them. Case and punctuation do not count.
    """
    folded = unicodedata.normalize("NFKD", name).casefold().replace("ð", "đ")
    words: list[str] = []
    letters: list[str] = []
    tones: list[str] = []
    for cluster in _CLUSTERS.findall(unicodedata.normalize("NFKD", folded)):
        base, marks = cluster[0], cluster[1:]
        if base.isdecimal():
            letters.append(_number_rank(cluster))
        elif base.isalnum():
            letters.append(_letter_rank(base, marks))
            tones.extend(_TONES[mark] for mark in marks if mark in _TONES)
        elif letters:
            words.append("".join(letters) + " " + "".join(tones))
            letters, tones = [], []
    if letters:
        words.append("".join(letters) + " " + "".join(tones))
    return " ".join(words)


# A run of digits, or one character with the marks that follow it (U+0300–U+036F).
_CLUSTERS = re.compile(r"\d+|.[\u0300-\u036f]*", re.DOTALL)


def _letter_rank(base: str, marks: str) -> str:
    for mark in marks:
        if base + mark in _MARKED:
            return _RANK[_MARKED[base + mark]]
    return _RANK.get(base, base)


def _number_rank(digits: str) -> str:
    """Length before digits, so that 2 < 10; the length is written in nines and a rest, so that it sorts as well."""
    plain = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0") or "0"
    nines, rest = divmod(len(plain), 9)
    return "9" * nines + str(rest) + plain


def snippet(text: str, limit: int) -> str:
    """The text on one line, at most `limit` characters, cut after a whole word and ended with "…"."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    if limit < 1:
        return ""
    head = line[: limit - 1]
    if line[limit - 1] not in " ,;:.!?)" and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:.–-(") + "…"
