"""The words in a document, a picture's margins or a recording's tags, passage by passage: what a person could read in it, and where.

Comments, tracked changes, hidden sheets, speaker notes, properties, what a camera wrote beside a photo and files that lie in a file are
words like any. A place never repeats a word of the file: it says page 3, not what stands there. In the child process alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from simcred.inspect.office import office
from simcred.inspect.pdfs import pdf
from simcred.inspect.pictures import PICTURES, beside
from simcred.inspect.tags import RECORDINGS, tags
from simcred.inspect.taking import Reader, Taking
from simcred.model.contents import Passage, Words

MOST = 6_000_000
"""Characters of one file; what follows is not looked at, and that is said."""
MOST_PASSAGES = 50_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]+")


def passages(data: bytes, kind: str) -> Words:
    """The passages of a file of one of the types in `READ`. What its parser raises ends it: it is not whole, and what came before stays."""
    taking = Taking(READERS)
    made: list[Passage] = []
    left = MOST
    try:
        for passage in READERS[kind](data, kind, taking):
            text = _CONTROL.sub(" ", passage.text[: left + 1])
            if not text.strip():
                continue
            if not left or len(made) >= MOST_PASSAGES:
                taking.whole = False
                break
            made.append(Passage(passage.where, text[:left], passage.author))
            taking.whole = taking.whole and len(text) <= left
            left = max(0, left - len(text))
    except Exception:  # parsers raise what they like
        taking.whole = False
    return Words(tuple(made), taking.whole, taking.silent)


READERS: Mapping[str, Reader] = {
    "pdf": pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx"), office),
    **dict.fromkeys(PICTURES, beside),
    **dict.fromkeys(RECORDINGS, tags),
}
