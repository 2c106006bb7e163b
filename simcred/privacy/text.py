"""Bytes of a text file as text, whichever program wrote them."""

from __future__ import annotations

import codecs
import html
import re
from urllib.parse import unquote_to_bytes

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(data: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else as old Windows programs write it; what is no letter there is left out."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data.decode(encoding, "ignore")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "ignore")


_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")


def unescaped(text: str) -> str:
    """Text in which letters stand for themselves that were written as YAML and JSON, web pages or addresses write them; as many lines."""
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: _letter(int(found[1] or found[2], 16)) or found[0], text)
    if "&" in text:
        text = _as_read(text)
    if "%" in text:
        text = _PERCENT.sub(_unquoted, text)
    return text


def _as_read(text: str) -> str:
    """Text with the letters that a page shows for its entities; what would begin a line stays."""
    return _ENTITY.sub(lambda found: found[0] if (said := html.unescape(found[0])) in "\r\n" else said, text)


def _letter(number: int) -> str:
    """The character of a number, where it is one that people read."""
    char = chr(number)
    return char if char.isprintable() and not 0xD800 <= number < 0xE000 else ""


def _unquoted(found: re.Match[str]) -> str:
    """What bytes of an address stand for; what is no text stays."""
    try:
        said = unquote_to_bytes(found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return said if said.isprintable() else found[0]


_TAG = re.compile(r"</?[A-Za-z!?][\w:.-]*|/?>|-->")
_ATTRIBUTE = re.compile(r"""\s[\w:.-]+\s?=\s?["']""")


def without_tags(text: str) -> str:
    """The words of a page, or of XML that need not be well formed: tags are blanks, and what stands in attributes stands apart; as many lines."""
    return _as_read(_TAG.sub(" ", _ATTRIBUTE.sub(lambda found: "\n" * found[0].count("\n") + " / ", text)))
