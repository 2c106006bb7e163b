"""Edits of one list in a person's file: everything else in it stays, byte for byte, or the edit is refused.

An entry is lines of its own. Besides whole lines only one thing changes: the `[]` that stands for a list without entries.
Comments, line ends, a byte-order mark and a last line without an end stay as they are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from simcred.exits import Exit, Stop
from simcred.load.reader import Document, read
from simcred.workspace.emit import as_entry, yaml_text

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_EMPTY = re.compile(r"(?P<colon>[ \t]*:)(?P<value>[ \t]+(?:\[[ \t]*\]|null|~))?(?P<rest>[ \t]*|[ \t]+#[^\r\n]*)\Z")
"""What may follow the key of a list without entries, or of one whose entries stand below."""
_HYPHEN = re.compile(r"[ ]*-(?:[ \t]|\Z)")
_LONE_HYPHEN = re.compile(r"[ ]*-[ \t]*(?:#.*)?\Z")


class _File(Struct):
    """A file as it was read: its byte-order mark, its lines with their ends, and what they say."""

    mark: bytes
    lines: list[str]
    document: Document

    @classmethod
    def of(cls, data: bytes) -> _File | None:
        """The file, read; None when there is a mistake in it."""
        document = read("", data)
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        return cls(mark, _LINE.findall(data[len(mark) :].decode("utf-8")), document) if document.sound else None

    @property
    def data(self) -> dict[str, Any]:
        """What the file says."""
        return dict(self.document.data or {})

    def entries(self, key: str) -> list[Any]:
        """The entries of the list under a key; none where there is no such list."""
        held = self.data.get(key)
        return held if isinstance(held, list) else []

    def end_of_line(self) -> str:
        """The line end that the file uses."""
        return _end(self.lines[0]) or "\n"

    def key_line(self, key: str) -> int:
        """The number (from 0) of the line that a key stands on."""
        return (self.document.place((key,), key=True).line or 1) - 1

    def span(self, key: str, number: int) -> tuple[int, int]:
        """The lines of one entry, from that of its hyphen to its last one that is not blank."""
        start = (self.document.place((key, number)).line or 1) - 1
        if not _HYPHEN.match(_plain(self.lines[start])):
            start = next((at for at in range(start - 1, -1, -1) if _LONE_HYPHEN.match(_plain(self.lines[at]))), start)
        end = self.document.last_line((key, number))
        while end > start + 1 and not self.lines[end - 1].strip():
            end -= 1
        return start, end

    def without(self, start: int, end: int) -> list[str]:
        """The lines but for some; where the file's last line has no end, the one that is last then has none."""
        lines = [*self.lines[:start], *self.lines[end:]]
        if lines and end == len(self.lines) and not _end(self.lines[-1]):
            lines[-1] = _plain(lines[-1])
        return lines

    def with_value(self, key: str, value: str) -> str | None:
        """The key's line with another value for a list without entries; None where more than that stands on it."""
        line = self.lines[self.key_line(key)]
        after = (self.document.place((key,), key=True).end_column or 1) - 1
        match = _EMPTY.match(_plain(line)[after:])
        return None if match is None else f"{line[:after]}{match['colon']}{value}{match['rest']}{_end(line)}"

    def joined(self, lines: list[str]) -> bytes:
        """Lines as the bytes of such a file."""
        return self.mark + "".join(lines).encode("utf-8")


def append(path: str, data: bytes, key: str, entry: Mapping[str, Any]) -> bytes:
    """The file with one more entry at the end of the list under `key`. Raises `Stop` when that cannot be done safely."""
    file = _readable(path, data)
    entries = file.entries(key)
    result = _appended(file, key, entry)
    if result is None or not _proved(data, result, key, len(entries), {**file.data, key: [*entries, dict(entry)]}):
        raise _by_hand(path, key, entry)
    return result


def _appended(file: _File, key: str, entry: Mapping[str, Any]) -> bytes | None:
    """The file with one more entry; None where the list is not written in lines of its own."""
    lines, end, indent = list(file.lines), file.end_of_line(), 2
    if entries := file.entries(key):
        at, indent = file.document.last_line((key, len(entries) - 1)), _indent(lines[file.span(key, 0)[0]])
    elif key in file.data:
        at = file.key_line(key) + 1
        line = file.with_value(key, "")
        if line is None:
            return None
        lines[at - 1] = line
    else:
        lines[-1] += "" if _end(lines[-1]) else end
        lines.append(f"{key}:{end}")
        at = len(lines)
    new = as_entry(entry, indent).replace("\n", end)
    if not _end(lines[at - 1]):
        lines[at - 1] += end
        new = new.removesuffix(end)
    return file.joined([*lines[:at], new, *lines[at:]])


def remove(path: str, data: bytes, key: str, number: int) -> bytes:
    """The file without entry `number` of the list under `key`. Raises `Stop` when that cannot be done safely."""
    file = _readable(path, data)
    entries = file.entries(key)
    (start, end), at = file.span(key, number), file.key_line(key)
    line = file.lines[at] if len(entries) > 1 else file.with_value(key, " []")
    if line is None or start <= at:
        raise _by_hand(path, key, entries[number])
    lines = file.without(start, end)
    lines[at] = line if _end(lines[at]) else _plain(line)
    result, taken = file.joined(lines), "".join([f"{key}:\n", *file.lines[start:end]]).encode("utf-8")
    says_less = read(path, result).data == {**file.data, key: entries[:number] + entries[number + 1 :]}
    says_it = read(path, taken).data == {key: [entries[number]]}
    if not says_less or not says_it or not _proved(result, data, key, number, file.data):
        raise _by_hand(path, key, entries[number])
    return result


def _readable(path: str, data: bytes) -> _File:
    """The file, read. Raises `Stop` when it has a mistake in it."""
    file = _File.of(data)
    if file is None:
        raise Stop(f"{path} has a mistake in it", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    return file


def _plain(line: str) -> str:
    """A line without its end."""
    return line.rstrip("\r\n")


def _end(line: str) -> str:
    """A line's end; empty for a last line that has none."""
    return line[len(_plain(line)) :]


def _indent(text: str) -> int:
    """At which column a list entry's hyphen stands."""
    return len(text) - len(text.lstrip())


def _proved(less: bytes, more: bytes, key: str, number: int, expected: Mapping[str, Any]) -> bool:
    """Whether the longer file says what it should, and is the shorter one line for line but for those of entry `number`.

    Both are read anew for this. Where the list is empty in the shorter one, the key's line may say so, or not be there.
    """
    shorter, longer = _File.of(less), _File.of(more)
    if shorter is None or longer is None or longer.data != expected or longer.mark != shorter.mark:
        return False
    span, at, old = longer.span(key, number), longer.key_line(key), list(shorter.lines)
    if span[0] <= at:
        return False
    lines = longer.without(*span)
    if key not in shorter.data:
        del lines[at]
        old[-1] += "" if _end(old[-1]) else shorter.end_of_line()
    elif not shorter.entries(key):
        old[at] = shorter.with_value(key, "") or ""
    return lines == old


def _by_hand(path: str, key: str, entry: object) -> Stop:
    """The error for a file in which this cannot be done without touching more."""
    shown = yaml_text({key: [entry]})
    message = f"{path} is written in a way that simcred will not change"
    return Stop(message, f"Please change it by hand. It is about: {shown}", Exit.NOT_SAVED)
