"""Text in which nothing can be seen."""

import re

SEEN = r"[^\u0009-\u000d\u0020\u0085\u00a0\u00ad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]"
"""The pattern of a character that can be seen: no space of any kind, no joiner, and no letter that is only a gap.

Every character is written out, because what `\\s` takes in differs from one validator to the next.
"""


def is_blank(text: str) -> bool:
    """Whether nothing can be seen in a text."""
    return re.search(SEEN, text) is None
