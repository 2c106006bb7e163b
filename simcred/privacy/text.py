"""Bytes of a text file as text, whichever program wrote them."""

from __future__ import annotations

import codecs

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
