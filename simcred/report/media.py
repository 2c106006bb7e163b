"""What `privacy media` found: as lines, and as JSON, `simcred.media/1`, as published in schemas/media.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

from simcred import __version__
from simcred.gate import visible
from simcred.model.media import Found, Kept, Looked, Stray
from simcred.report.lines import Line, Tone, blank, line
from simcred.steps import command
from simcred.words import both, count, size

FORMAT = "simcred.media/1"
_WORDS: dict[Found, tuple[str, Tone]] = {
    "unchanged": ("there and unchanged", "good"),
    "changed": ("there, but changed", "bad"),
    "missing": ("not found there", "bad"),
    "no-salt": ("salt missing", "warn"),
    "cannot-tell": ("cannot tell", "warn"),
    "unbound": ("no commitment yet", "warn"),
    "not-looked": ("bound, not looked for", "quiet"),
}
_HINTS: dict[Found, tuple[str, str]] = {
    "changed": (
        "Put the file back as it was when it was bound. If it was cut or replaced on purpose, bind it again:",
        "privacy bind {item} FILE --link {number} --anew",
    ),
    "missing": (
        "Name the folder that it is in. If it was deleted for good, take the item out:",
        "remove {item}",
    ),
    "no-salt": (
        "A file of its size is there. Put its salt (the file that ends in .salt) beside it again; without that nobody can tell.",
        "",
    ),
    "unbound": ("To bind the file that it leads to:", "privacy bind {item} FILE --link {number}"),
}
_TEXT = 4


def lines(looked: Looked) -> Iterator[Line]:
    """Every link with a word before it, what to do, salts that belong to nothing, and one line that sums up."""
    for kept in looked.links:
        yield from _link(kept, looked.folder)
    for stray in looked.strays:
        yield line(("a salt of nothing", "quiet"), f"  {_stray(stray)}")
    for gone in looked.unread:
        yield line(("not looked at", "warn"), f"  {gone}")
    for item in looked.unknown:
        yield line(("cannot tell", "warn"), f"  {item} has mistakes in it, so what it links to is not known.")
        yield line((command("check", looked.folder), "code"), indent=_TEXT, whole=True)
    if looked.links or looked.strays or looked.unread or looked.unknown:
        yield blank()
    yield _sum(looked)


def _link(kept: Kept, folder: str) -> Iterator[Line]:
    """One link."""
    word, tone = _WORDS[kept.found]
    yield line((word, tone), f"  {kept.item}, link {kept.number}")
    told = [kept.url or f"at no web address; {kept.access}"]
    told += [size(kept.size)] if kept.size is not None else []
    told += [f"found as {kept.file}"] if kept.file is not None else []
    yield line((", ".join(told), "quiet"), indent=_TEXT)
    if kept.why is not None:
        yield line((f"{kept.why[:1].upper()}{kept.why[1:]}.", "quiet"), indent=_TEXT)
    hint, words = _HINTS.get(kept.found, ("", ""))
    if hint:
        yield line((hint, "quiet"), indent=_TEXT)
    if words:
        whole = command(words.format(item=kept.item, number=kept.number), folder)
        yield line((whole, "code"), indent=_TEXT, whole=True)


def _stray(stray: Stray) -> str:
    """A salt in a sentence."""
    name = stray.file or "its name is a student's"
    return f"{name}: no link here is bound by it{', and its file is not beside it' if stray.alone else ''}."


def _sum(looked: Looked) -> Line:
    """How many links stand how."""
    if not looked.links:
        return line(("No evidence of this portfolio is kept elsewhere.", "title"))
    counts = Counter(kept.found for kept in looked.links)
    parts = [f"{number} {_WORDS[found][0]}" for found, number in counts.items()]
    more = " Name the folders where the files are kept to look for them." if counts["not-looked"] else ""
    return line((f"{count(len(looked.links), 'link')}: {both(parts)}.", "title"), more)


def as_json(looked: Looked) -> str:
    """The same for programs: every key always there, null where there is nothing, ASCII."""
    counts = Counter(kept.found for kept in looked.links)
    data = {
        "schema": FORMAT,
        "tool": {"name": "simcred", "version": __version__},
        "links": [_as_data(kept) for kept in looked.links],
        "strays": [{"file": _plain(stray.file), "alone": stray.alone} for stray in looked.strays],
        "unknown": list(looked.unknown),
        "unread": [visible(gone) for gone in looked.unread],
        "summary": {found: counts[found] for found in get_args(Found)},
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def _as_data(kept: Kept) -> dict[str, Any]:
    return {
        "item": kept.item,
        "number": kept.number,
        "found": kept.found,
        "url": _plain(kept.url),
        "access": _plain(kept.access),
        "size": kept.size,
        "file": _plain(kept.file),
        "why": _plain(kept.why),
    }


def _plain(text: str | None) -> str | None:
    """Text that passed the gate, or nothing."""
    return visible(text) if text is not None else None
