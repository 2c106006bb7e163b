"""What a file of any size is: by its first bytes, and for a recording by a walk over its headers; the rest is never read."""

from __future__ import annotations

from simcred.inspect.boxes import Bytes
from simcred.inspect.recordings import READERS
from simcred.inspect.signatures import by_first_bytes
from simcred.model.contents import Content

_BEGINNING = 1 << 16


def glance(data: Bytes) -> Content:
    """What a file is as far as its beginning tells, and a recording's length; nothing is parsed.

    Of a file that is longer than its beginning nothing is told that only all of it could tell.
    """
    content = by_first_bytes(data[:_BEGINNING])
    if content.state == "whole" and content.type in READERS:
        return READERS[content.type](data, content)
    if content.state != "whole" and len(data) > _BEGINNING:
        return Content(content.type)
    return content
