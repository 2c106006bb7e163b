"""Edits of one place in a person's file: everything else in it stays, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcred.exits import Exit, Stop
from simcred.load.reader import Document, read
from simcred.workspace.emit import as_entry, yaml_text


def append(path: str, data: bytes, key: str, entry: Mapping[str, Any]) -> bytes:
    """The file with one more entry at the end of the list under `key`. Raises `Stop` when that cannot be done safely."""
    document = _readable(path, data)
    entries = list((document.data or {}).get(key) or [])
    lines = _lines(data)
    if not entries:
        result = _first(document, lines, key, entry)
    else:
        first = document.place((key, 0))
        last = document.last_line((key,))
        result = [*lines[:last], as_entry(entry, _indent(lines[(first.line or 1) - 1])), *lines[last:]]
    return _proved(path, result, {**(document.data or {}), key: [*entries, dict(entry)]}, key, entry)


def remove(path: str, data: bytes, key: str, number: int) -> bytes:
    """The file without entry `number` of the list under `key`. Raises `Stop` when that cannot be done safely."""
    document = _readable(path, data)
    entries = list((document.data or {})[key])
    lines = _lines(data)
    start = (document.place((key, number)).line or 1) - 1
    end = document.last_line((key, number))
    kept = [*lines[:start], *lines[end:]]
    if len(entries) == 1:
        at = (document.place((key,), key=True).line or 1) - 1
        kept = [*lines[:at], f"{key}: []\n", *lines[end:]]
    expected = {**(document.data or {}), key: entries[:number] + entries[number + 1 :]}
    return _proved(path, kept, expected, key, entries[number])


def _readable(path: str, data: bytes) -> Document:
    """The file, read. Raises `Stop` when it has a mistake in it."""
    document = read(path, data)
    if not document.sound:
        raise Stop(f"{path} has a mistake in it", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    return document


def _lines(data: bytes) -> list[str]:
    """The file's lines with their ends; the last one ends in a line break too."""
    lines = data.decode("utf-8").splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def _indent(text: str) -> int:
    """At which column a list entry's hyphen stands."""
    return len(text) - len(text.lstrip())


def _first(document: Document, lines: list[str], key: str, entry: Mapping[str, Any]) -> list[str]:
    """The lines with a list of one entry, in place of an empty one or at the end."""
    block = [f"{key}:\n", as_entry(entry, 2)]
    if key not in (document.data or {}):
        return [*lines, *block]
    at = (document.place((key,), key=True).line or 1) - 1
    return [*lines[:at], *block, *lines[document.last_line((key,)) :]]


def _proved(path: str, lines: list[str], expected: Mapping[str, Any], key: str, entry: Mapping[str, Any]) -> bytes:
    """The new bytes, once they are shown to say what was meant and nothing else."""
    result = "".join(lines).encode("utf-8")
    if read(path, result).data != expected:
        shown = yaml_text({key: [dict(entry)]})
        raise Stop(
            f"{path} is written in a way that simcred will not change",
            f"Please change it by hand. It is about: {shown}",
            Exit.NOT_SAVED,
        )
    return result
