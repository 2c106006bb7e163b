"""Values as the text that a person would write for them, the nicest first; which of them holds is for a proof to say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from simcred.load.reader import read
from simcred.workspace.emit import yaml_text

_WIDTH = 110
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_GAP = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
"""A space at which a text may be folded, because reading puts just this space there again."""


def key_text(key: str) -> str:
    """A key, in quotes where it needs them."""
    return key if _PLAIN_KEY.match(key) and key not in ("true", "false", "null") else json.dumps(key, ensure_ascii=False)


def inline(value: Any, quote: str | None = None) -> Iterator[str]:
    """Forms of a value in one line; a text that stood in quotes keeps them."""
    if not isinstance(value, str):
        yield flow(value)
        return
    in_double = json.dumps(value, ensure_ascii=False)
    if quote == '"':
        yield in_double
    if quote == "'" and "\n" not in value:
        yield "'" + value.replace("'", "''") + "'"
    if value and "\n" not in value:
        yield value
    yield in_double


def flow(value: Any) -> str:
    """A value in one line, as it can stand between brackets too."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        plain = "\n" not in value and read("", f"a: [{value}]".encode("utf-8", "replace")).data == {"a": [value]}
        return value if plain and value else json.dumps(value, ensure_ascii=False)
    return yaml_text({"a": value}).removeprefix("a:").strip()


def behind_key(value: Any, indent: int, quote: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """Forms of a value behind a key at column `indent`: what stands on the key's line, and the lines below, without their ends."""
    if isinstance(value, (Mapping, list)) and value:
        _, *lines = yaml_text({"a": value}).splitlines()
        yield "", [f"{' ' * indent}{line}" if line else "" for line in lines]
    if isinstance(value, str):
        yield from _in_lines(value, " " * (indent + 2))
    yield from ((text, []) for text in inline(value, quote))


def _in_lines(text: str, pad: str) -> Iterator[tuple[str, list[str]]]:
    """A long text, or one of several lines, in lines of its own; nothing for a short one."""
    if "\n" not in text:
        if len(text) > _WIDTH:
            yield ">-", [pad + line for line in _folded(text, _WIDTH - len(pad))]
        return
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    sign = "|" + ("2" if text[0] in " \n" else "") + {0: "-", 1: ""}.get(ends, "+")
    yield sign, [pad + line if line else "" for line in body.split("\n")] + [""] * max(0, ends - 1)


def _folded(text: str, width: int) -> Iterator[str]:
    """A text cut at single spaces into lines of about a width."""
    line = ""
    for word in _GAP.split(text):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
