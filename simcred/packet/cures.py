"""What makes texts harmless before they are shown to others: addresses and names go out of them, wherever in a value they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

Cure = Callable[[str], str]
"""What makes a text harmless."""
ELSEWHERE = "(link left out)"
"""What stands where a web address stood."""
_LINKED = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_BARE = r"(?<![\w@/.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}/"
"""How an address begins that is written without https://."""
_ADDRESS = re.compile(rf"(?:(?:https?:|www\.)[^\s<>\"')\]]|{_BARE})[^\s<>\"')\]]{{0,2000}}", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,30}:(?://)?", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """Text in which links are words, and web addresses are not there."""
    return _ADDRESS.sub(ELSEWHERE, _LINKED.sub(rf"\1 {ELSEWHERE}", text))


def without(parts: Collection[str], instead: str) -> Cure:
    """A cure that puts something in the place of some texts, the longest first, so that none leaves a part of another."""
    ordered = sorted(parts, key=lambda part: (-len(part), part))

    def cure(text: str) -> str:
        """The text without them."""
        for part in ordered:
            text = text.replace(part, instead)
        return text

    return cure


def without_links(addresses: Collection[str]) -> Cure:
    """A cure that puts `ELSEWHERE` in the place of some web addresses, also in other capitals and without https:// before them."""
    bare = {_SCHEME.sub("", address, count=1).rstrip("/") for address in addresses} - {""}
    if not bare:
        return lambda text: text
    ordered = sorted(bare, key=lambda part: (-len(part), part))
    pattern = re.compile(rf"(?<![\w@.-])(?:https?://)?(?:{'|'.join(map(re.escape, ordered))})/?", re.IGNORECASE)
    return lambda text: pattern.sub(ELSEWHERE, text)


def maybe(text: str | None, cure: Cure) -> str | None:
    """A text cured; None stays None."""
    return None if text is None else cure(text)


def cured(value: object, cure: Cure) -> object:
    """A value of a manifest with all its texts cured."""
    if isinstance(value, str):
        return cure(value)
    if isinstance(value, dict):
        return {name: cured(inner, cure) for name, inner in value.items()}
    return [cured(inner, cure) for inner in value] if isinstance(value, list) else value


def persons(value: object) -> Iterator[str]:
    """The names of all persons in a value of a manifest."""
    if isinstance(value, dict):
        if isinstance(name := value.get("name"), str) and name:
            yield name
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from persons(inner)
