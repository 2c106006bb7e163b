"""Strict YAML in one pass over libyaml's events: plain data, and the place of every key and value.

Only `true` and `false` are booleans, only decimal numbers are numbers, dates stay text. Repeated keys, anchors, aliases,
tags and second documents are findings; size, depth and number of events have limits. The event interface is used because
it neither recurses nor resolves aliases, so a hostile file costs no more than its size.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Protocol

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from simcred.findings.finding import Finding, Place, found
from simcred.load.characters import bad_characters, name_of
from simcred.words import count

Event = Any
"""One of PyYAML's events; their stubs call marks optional that the parsers always set."""

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_ENTRIES = 10_000
MAX_FINDINGS = 50
"""As many problems of a file are named one by one; nobody reads more, and a report of thousands is a way to make it useless."""

Pointer = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top."""

_CONFLICT = re.compile(rb"^(<{7}|={7}|>{7})( |\r?$)", re.MULTILINE)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?\Z")
_NUMBER_STARTS = frozenset("-0123456789")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Map(Struct, frozen=True):
    """Marks of a mapping: its first and last event, and for each key the key's event and the marks of its value."""

    start: Event
    keys: dict[str, tuple[Event, Any]]
    end: Event


class _List(Struct, frozen=True):
    """Marks of a list: its first and last event and the marks of its entries."""

    start: Event
    entries: list[Any]
    end: Event


class Written(Struct, frozen=True):
    """How a value is written. Positions are numbers of characters from the file's first one, behind a byte-order mark.

    `style` is the quote or the sign (| or >) of a text, None for a plain one and for what is no text. `flow` tells a mapping in
    { } and a list in [ ]. `key` is where its key begins and ends; None for an entry of a list. `last` is where the last
    text in it begins. A block text ends behind the blank lines that follow it.
    """

    start: int
    end: int
    last: int
    key: tuple[int, int] | None
    style: str | None = None
    flow: bool = False


class Document(Struct):
    """One file, read: its data (None when it could not be parsed), the findings, and where each value stands.

    `digest` is the SHA-256 of its bytes, `raw`; both are empty for a file that could not be opened.
    """

    path: str
    digest: bytes = b""
    raw: bytes = b""
    data: Mapping[str, Any] | None = None
    findings: list[Finding] = field(default_factory=list)
    _marks: Any = None

    @property
    def sound(self) -> bool:
        """Whether the data can be relied on: parsed, and no finding so far is an error."""
        return self.data is not None and all(finding.severity != "error" for finding in self.findings)

    def _follow(self, pointer: Pointer) -> tuple[Event | None, Any]:
        """The key's event (None for list entries and the top) and the marks at `pointer`, as far as it leads."""
        key: Event | None = None
        node = self._marks
        for step in pointer:
            if isinstance(node, _Map) and isinstance(step, str) and step in node.keys:
                key, node = node.keys[step]
            elif isinstance(node, _List) and isinstance(step, int) and step < len(node.entries):
                key, node = None, node.entries[step]
            else:
                break
        return key, node

    def place(self, pointer: Pointer = (), *, key: bool = False) -> Place:
        """Where the value at `pointer` stands (or its key); where the way ends early, the last thing on it."""
        key_event, node = self._follow(pointer)
        event = node.start if isinstance(node, (_Map, _List)) else node
        if key_event is not None and (key or event is None or isinstance(node, (_Map, _List))):
            event = key_event
        if event is None:
            return Place(self.path)
        start, end = event.start_mark, event.end_mark
        return Place(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def last_line(self, pointer: Pointer) -> int:
        """The number (from 1) of the last line that the value at `pointer` takes."""
        key, node = self._follow(pointer)
        last = max((event.end_mark.line + (event.end_mark.column > 0) for event in _events(node)), default=0)
        return max(last, key.start_mark.line + 1 if key is not None else 0)

    def written(self, pointer: Pointer) -> Written:
        """How the value at `pointer`, which must be there, is written."""
        key, node = self._follow(pointer)
        events = list(_events(node))
        return Written(
            events[0].start_mark.index,
            max(event.end_mark.index for event in events),
            events[-1].start_mark.index,
            (key.start_mark.index, key.end_mark.index) if key is not None else None,
            getattr(node, "style", None),
            isinstance(node, (_Map, _List)) and bool(node.start.flow_style),
        )

    def texts(self) -> Iterator[tuple[int, int, str | None]]:
        """Every single value and key in the file's order: where it begins and ends, and its style."""
        for event in _events(self._marks):
            kind = event.__class__
            if kind is ScalarEvent:
                yield event.start_mark.index, event.end_mark.index, event.style


def _events(node: Any) -> Iterator[Event]:
    """Every event below a mark."""
    if isinstance(node, _Map):
        yield node.start
        for key, value in node.keys.values():
            yield key
            yield from _events(value)
    elif isinstance(node, _List):
        yield node.start
        for entry in node.entries:
            yield from _events(entry)
    if isinstance(node, (_Map, _List)):
        if node.start.flow_style:  # the end of a block is where the next thing begins
            yield node.end
    elif node is not None:
        yield node


class _Events(Protocol):
    """What both of PyYAML's parsers offer."""

    def get_event(self) -> Event:
        """The next event."""


def _parser(data: bytes) -> _Events:
    """libyaml's parser where PyYAML was built with it, else the pure one; both give the same events."""
    if yaml.__with_libyaml__:
        from yaml._yaml import CParser

        parser: _Events = CParser(data)
        return parser
    return yaml.SafeLoader(data)


class _Refused(Exception):
    """The file cannot be read any further; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Pass:
    """One pass over one file's events."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.more = 0
        self.count = 0
        self.escapes = b"\\" in data
        self.get: Callable[[], Event] = _parser(data).get_event

    def entry(self) -> None:
        """Counts one entry of a mapping or list. Raises `_Refused` beyond the limit."""
        self.count += 1
        if self.count > MAX_ENTRIES:
            raise _Refused(self.report("MC109", f"the file has more than {MAX_ENTRIES} entries", None))

    def report(self, code: str, message: str, event: Event | None, hint: str = "", subject: str = "") -> Finding:
        """A finding at an event; kept, up to a limit, else counted, and returned."""
        place = Place(self.path)
        if event is not None:
            start, end = event.start_mark, event.end_mark
            place = Place(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        finding = found(code, message, place, hint=hint, subject=subject)
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding)
        else:
            self.more += 1
        return finding

    def document(self) -> tuple[dict[str, Any] | None, Any]:
        """The one document's data and marks."""
        self.get()
        event = self.get()
        if isinstance(event, StreamEndEvent):
            raise _Refused(self.report("MC110", "the file is empty", None, "Fill it in, or put an older copy of it back."))
        top = self.get()
        if not isinstance(top, MappingStartEvent):
            raise _Refused(
                self.report(
                    "MC110", "the file is not a list of `key: value` lines", top, "Start each line with a key and a colon."
                )
            )
        data, marks = self.mapping(top, 1)
        self.get()
        event = self.get()
        if isinstance(event, DocumentStartEvent):
            raise _Refused(
                self.report("MC110", "the file holds a second document (a line of ---)", event, "Keep one, delete the rest.")
            )
        return data, marks

    def value(self, event: Event, depth: int) -> tuple[Any, Any]:
        """Data and marks of the value that begins with `event`."""
        kind = event.__class__
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self.decorated(event)
            return self.scalar(event), event
        if kind is MappingStartEvent:
            return self.mapping(event, depth + 1)
        if kind is SequenceStartEvent:
            return self.sequence(event, depth + 1)
        self.decorated(event)
        return None, event

    def scalar(self, event: Any) -> Any:
        """A scalar's value by the rules of this module."""
        text: str = event.value
        if not event.implicit[0]:
            if self.escapes and event.style == '"':
                self.characters(text, event)
            return text
        if text[:1] in _NUMBER_STARTS:
            match = _NUMBER.match(text)
            return text if match is None else float(text) if match.group(2) else int(text)
        return _WORDS.get(text, text)

    def characters(self, text: str, event: Event) -> None:
        """Reports what an escape such as \\u202E brought in."""
        for _, char in bad_characters(text):
            self.report("MC108", f"a quoted text holds the character {name_of(char)}", event, "Delete it.", subject=char)
            return

    def decorated(self, event: Any) -> None:
        """Reports an anchor, an alias or a tag."""
        name = "an alias (*)" if isinstance(event, AliasEvent) else "an anchor (&)" if event.anchor else "a tag (!)"
        self.report("MC105", f"{name} stands here", event, "Write the value out, or put the text in quotes.", subject=name)

    def deep(self, event: Event, depth: int) -> None:
        """Raises `_Refused` beyond the depth limit."""
        if depth > MAX_DEPTH:
            raise _Refused(self.report("MC109", f"the file is nested more than {MAX_DEPTH} levels deep", event))

    def mapping(self, start: Any, depth: int) -> tuple[dict[str, Any], _Map]:
        """Data and marks of a mapping."""
        self.deep(start, depth)
        if start.anchor is not None or start.tag is not None:
            self.decorated(start)
        data: dict[str, Any] = {}
        keys: dict[str, tuple[Event, Any]] = {}
        spelled: dict[str, str] = {}
        get, value = self.get, self.value
        while True:
            event: Any = get()
            if event.__class__ is MappingEndEvent:
                return data, _Map(start, keys, event)
            self.entry()
            name = self.key(event, depth)
            event_of_value = get()
            if event_of_value.__class__ is ScalarEvent and event_of_value.anchor is None and event_of_value.tag is None:
                found_value, marks = self.scalar(event_of_value), event_of_value
            else:
                found_value, marks = value(event_of_value, depth)
            first = name if name.isascii() else spelled.setdefault(unicodedata.normalize("NFC", name), name)
            if first in data:
                line = keys[first][0].start_mark.line + 1
                self.report(
                    "MC104", f"`{name}` stands twice; the first is on line {line}", event, "Keep one of them.", subject=name
                )
                continue
            data[name] = found_value
            keys[name] = (event, marks)

    def key(self, event: Any, depth: int) -> str:
        """A mapping's key as text."""
        if event.__class__ is not ScalarEvent:
            self.value(event, depth)
            self.report("MC110", "a list or a mapping stands where a key is wanted", event, "Use a plain word as the key.")
            return ""
        if event.anchor is not None or event.tag is not None:
            self.decorated(event)
        name: str = event.value
        if self.escapes and event.style == '"':
            self.characters(name, event)
        if name == "<<" and event.implicit[0]:
            self.report("MC105", "a merge key (<<) stands here", event, "Write the values out.", subject="<<")
        return name

    def sequence(self, start: Any, depth: int) -> tuple[list[Any], _List]:
        """Data and marks of a list."""
        self.deep(start, depth)
        if start.anchor is not None or start.tag is not None:
            self.decorated(start)
        data: list[Any] = []
        marks: list[Any] = []
        while True:
            event = self.get()
            if event.__class__ is SequenceEndEvent:
                return data, _List(start, marks, event)
            self.entry()
            item, mark = self.value(event, depth)
            data.append(item)
            marks.append(mark)


_PROBLEMS = {
    "mapping values are not allowed in this context": (
        "a colon and a space stand inside text without quotes",
        "Put the whole text in double quotes.",
    ),
    "found character that cannot start any token": (
        "a character that cannot begin a value stands here",
        "Put the text in double quotes.",
    ),
    "did not find expected key": (
        "a line does not fit: its indentation, or a quote inside a quoted text",
        "Indent it like the lines above, or double the inner quote.",
    ),
    "could not find expected ':'": ("a key without a colon", "Write `key: value`, with a space after the colon."),
    "did not find expected '-' indicator": ("a line in a list does not begin with a hyphen", "Indent it, or begin it with `- `."),
    "did not find expected ',' or ']'": ("a list in [ ] is not closed", "Close it with ]."),
    "did not find expected ',' or '}'": ("a mapping in { } is not closed", "Close it with }."),
    "control characters are not allowed": ("an invisible character stands here", "Delete it."),
}


def _opening(error: yaml.YAMLError, problem: str, data: bytes) -> tuple[Any, str, str] | None:
    """Where the text begins that went wrong, and words for it, when the parser gave up only further on; else None."""
    context, begin = getattr(error, "context", None) or "", getattr(error, "context_mark", None)
    if begin is not None and "quoted scalar" in context and problem.startswith("found unexpected"):
        return begin, "a quote is opened here and never closed", "Close it with the same quote."
    if begin is not None and context.endswith(("an alias", "an anchor")) and "alphabetic or numeric" in problem:
        sign = "an asterisk (*)" if context.endswith("an alias") else "an ampersand (&)"
        return begin, f"{sign} begins the text", "Put the whole text in double quotes."
    mark, last = getattr(error, "problem_mark", None), _last_scalar(data)
    if mark is None or last is None or last.style not in ("'", '"'):
        return None
    first, end = last.start_mark, last.end_mark
    if first.line < end.line == mark.line:
        message = f"a quote is opened here, and only the next quote, on line {end.line + 1}, closes it"
        return first, message, "Close it where the text ends."
    return None


def _last_scalar(data: bytes) -> Any:
    """The text before the place where the parser gives up, if the last event was one."""
    event, parser = None, _parser(data)
    with suppress(yaml.YAMLError, ValueError, IndexError, AttributeError):
        while not isinstance(event, StreamEndEvent):
            event = parser.get_event()
    return event if isinstance(event, ScalarEvent) else None


def _syntax(path: str, error: yaml.YAMLError, data: bytes) -> Finding:
    """libyaml's complaint in words for a teacher."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
    place = Place(path) if mark is None else Place(path, mark.line + 1, mark.column + 1)
    if mark is not None:
        lines = data.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else b""
        if b"\t" in line[: len(line) - len(line.lstrip())]:
            return found("MC103", "a tab stands in front of the text", place, hint="Use spaces to indent.")
    opening = _opening(error, problem, data)
    if opening is not None:
        mark, message, hint = opening
        return found("MC101", message, Place(path, mark.line + 1, mark.column + 1), hint=hint)
    message, hint = _PROBLEMS.get(
        problem, (f"this is not valid YAML ({problem or 'unknown problem'})", "Compare it with the lines above.")
    )
    return found("MC101", message, place, hint=hint)


def and_more(path: str, number: int) -> Finding:
    """Stands for the problems of a file that are not named one by one."""
    hint = "Mend those that are named first; then the others show."
    return found("MC109", f"and {count(number, 'more problem')} in this file", Place(path), hint=hint, subject="more")


def _place_at(path: str, text: str, offset: int) -> Place:
    """The place of a character offset."""
    before = text[:offset]
    line = before.count("\n") + 1
    return Place(path, line, offset - (before.rfind("\n") + 1) + 1)


def _decode(path: str, data: bytes) -> Iterator[Finding | bytes]:
    """Findings about the bytes themselves, and last, if they can be parsed, the bytes without a byte-order mark."""
    if len(data) > MAX_BYTES:
        yield found(
            "MC109",
            f"the file is larger than {MAX_BYTES // 1024} KiB",
            Place(path),
            hint="Move long texts to files of their own.",
        )
        return
    if data.startswith(codecs.BOM_UTF8):
        yield found("MC107", "the file begins with a byte-order mark", Place(path, 1, 1))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        yield found("MC106", "the file is not UTF-8 text", Place(path, line), hint="Save it again with the encoding UTF-8.")
        return
    if match := _CONFLICT.search(data):
        line = data[: match.start()].count(b"\n") + 1
        hint = "Keep one of the two versions and delete the lines with <<<<<<<, ======= and >>>>>>>."
        yield found("MC102", "two versions of this file were never put together", Place(path, line, 1), hint=hint)
        return
    bad = list(bad_characters(text))
    for offset, char in bad[:MAX_FINDINGS]:
        yield found(
            "MC108",
            f"the character {name_of(char)} stands here",
            _place_at(path, text, offset),
            hint="Delete it.",
            subject=f"U+{ord(char):04X}",
        )
    if len(bad) > MAX_FINDINGS:
        yield and_more(path, len(bad) - MAX_FINDINGS)
    if not bad:
        yield data


def read(path: str, data: bytes) -> Document:
    """Reads one manifest; every problem is a finding of the document, and `data` is None when it cannot be used."""
    document = Document(path, hashlib.sha256(data).digest(), data)
    body: bytes | None = None
    for step in _decode(path, data):
        if isinstance(step, bytes):
            body = step
        else:
            document.findings.append(step)
    if body is None:
        return document
    work = _Pass(path, body)
    try:
        document.data, document._marks = work.document()
    except _Refused as refused:
        if refused.finding not in work.findings:  # the reason is told, however much was told before
            work.findings.append(refused.finding)
            work.more -= 1
    except yaml.YAMLError as error:
        work.findings.append(_syntax(path, error, body))
    except (ValueError, IndexError, AttributeError) as error:  # the pure parser lets these out on odd escapes
        work.findings.append(found("MC101", f"this is not valid YAML ({type(error).__name__})", Place(path)))
    document.findings.extend(work.findings)
    if work.more:
        document.findings.append(and_more(path, work.more))
    return document
