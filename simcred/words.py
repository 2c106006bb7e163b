"""Small helpers for sentences: near names, counts, lists, sizes, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

_LONGEST_WORD, _MOST_NAMES, _SHORTEST_BEGINNING = 100, 500, 3


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """The known words most like `word`, best first, small letters or capitals; those that only begin so where none is like it.

    Comparing is slow, so it is done for short words and some hundred names.
    """
    from difflib import get_close_matches

    if len(word) > _LONGEST_WORD:
        return []
    names: dict[str, str] = {}
    for name in islice(known, _MOST_NAMES):
        if len(name) <= _LONGEST_WORD:
            names.setdefault(name.casefold(), name)
    wanted = word.casefold()
    like = get_close_matches(wanted, names, n=most, cutoff=0.6)
    if not like and len(wanted) >= _SHORTEST_BEGINNING:
        like = [name for name in names if name.startswith(wanted)][:most]
    return [names[name] for name in like]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean x?` with the nearest known words, or nothing."""
    near = nearest(word, known)
    return f"Did you mean {either(near)}?" if near else ""


def either(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return _joined(words, "or")


def both(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return _joined(words, "and")


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def lowered(title: str) -> str:
    """A title inside a sentence: its first letter small, unless it begins with letters that stand for words (SIM)."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def count(number: int, thing: str, plural: str | None = None) -> str:
    """`1 item`, `2 items`."""
    return f"{number} {thing if number == 1 else plural or thing + 's'}"


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-")


def quoted(word: str) -> str:
    """A word as it can be typed into any system's command line: in double quotes where that is safe everywhere."""
    if word and _PLAIN.issuperset(word):
        return word
    if word and not set(word) & set('"$`\\!%'):
        return f'"{word}"'
    if not word:
        return '""'
    import shlex

    return shlex.quote(word)


def cut(text: str, width: int = 80) -> str:
    """One line of at most `width` characters; what is cut off shows as `...`."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 3] + "..."


def size(number: int) -> str:
    """A number of bytes: `12.3 MB`, `512 bytes`."""
    for unit, length in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if number >= length:
            return f"{number / length:.0f} {unit}" if number >= 10 * length else f"{number / length:.1f} {unit}"
    return count(number, "byte")


def reason(error: OSError) -> str:
    """Why the system refused something, for the middle of a sentence; errors of our own (number 0) are in our own words."""
    said = error.strerror or str(error) or "no reason given"
    return said if error.errno == 0 else said.lower()
