"""Looks through what is no part of a portfolio, by the class lists of the portfolios around it: files that lie beside them, and messages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from simcred.app.guarding import Guard
from simcred.app.look import Look
from simcred.app.places import programme_for, starter
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding, Place, found
from simcred.gate import leave_unsaid
from simcred.inspect.reading import Reading
from simcred.load.facts import PORTFOLIO, load
from simcred.load.paths import ending_of
from simcred.model.contents import Content
from simcred.model.naming import ROSTER, SAYS_WHO, Naming, Verdict
from simcred.model.naming import Place as At
from simcred.rules.forms import KEEP, looks_signed
from simcred.rules.naming import as_naming, told_of
from simcred.snapshot.folder import FolderTree
from simcred.words import quoted

_OF_A_LIST = {"full", "initial", "family", "given", "number"}
"""What only somebody's list can tell; all else is told where none of the portfolios knows it for its own people's."""
_HEAD = 8_000


class Watch(Struct, frozen=True):
    """Who looks, by the list in one folder, and what is known of that list."""

    guard: Guard
    naming: Naming

    @property
    def has_list(self) -> bool:
        """Whether there is a list by which somebody can look."""
        return self.naming.looked is not None


def watches(top: Path, folders: Iterable[str], look: Look) -> list[Watch]:
    """Those who look by the lists in some folders; where there is none, one who looks for what needs no list."""
    folders = list(dict.fromkeys(["", *folders]))
    with_list = [folder for folder in folders if has_list(top, folder)]
    return [_watch(top / folder, look) for folder in with_list or folders[-1:]]


def has_list(top: Path, folder: str) -> bool:
    """Whether there is a class list in a folder, of whatever use."""
    return os.path.lexists(top / folder / ROSTER)


def _watch(root: Path, look: Look) -> Watch:
    """Who looks by the list in one folder. A programme that cannot be used keeps nobody from it."""
    judge = programme_for(root, look.programme)
    facts = load(FolderTree(root, {PORTFOLIO}), judge.shapes)
    guard = Guard(facts, root, judge.programme or starter(), look.today.year)
    return Watch(guard, guard.naming())


def verdict_of(watching: Sequence[Watch], name: str, data: bytes, content: Content) -> Verdict:
    """What all of them tell of some bytes and of how they are called. Raises `Stop` where the look breaks off."""
    try:
        verdicts = [watch.guard.told_in(name, data, content) for watch in watching]
    except Exception as error:  # its words may be the file's own
        message = f"nobody could look for students' names (the look broke off: {type(error).__name__})"
        raise Stop(message, "This is a mistake in simcred. Please report it.", Exit.CANNOT_JUDGE) from None
    told: dict[tuple[str, int | None, str], At] = {}
    keys = [{place[:3] for place in verdict.places} for verdict in verdicts]
    for place in (place for verdict in verdicts for place in verdict.places):
        if place[2] in _OF_A_LIST or all(place[:3] in told_here for told_here in keys):
            told.setdefault(place[:3], place)
    unread = next((verdict.unread for verdict in verdicts if verdict.unread), "")
    return Verdict(tuple(told.values()), unread, any(verdict.form for verdict in verdicts))


def located(path: str, content: Content) -> Iterator[Finding]:
    """That a file says where it was taken, where it does."""
    if content.located:
        hint = f"simcred privacy strip {quoted(path)} makes a copy that does not."
        yield found("MC707", "it says where it was taken, or a picture in it does", Place(path), hint=hint)


class Beside:
    """Looks through files beside portfolios, one after the other."""

    def __init__(self, watching: Sequence[Watch]) -> None:
        self._watching = watching
        self._has_list = any(watch.has_list for watch in watching)
        self._reading = Reading()
        self._folders: set[str] = set()

    def close(self) -> None:
        """Ends the child that read documents."""
        self._reading.close()

    def file(self, path: str, data: bytes | None) -> Iterator[Finding]:
        """What is told of a file and its folders' names; without its bytes, that nobody looked."""
        folder, _, name = path.rpartition("/")
        yield from self._called(folder)
        content = self._content(data or b"")
        verdict = verdict_of(self._watching, name, data or b"", content)
        yield from self._told(path, verdict)
        yield from located(path, content)
        if looks_signed(name, words=verdict.form):
            message = f"a file in here{f' (.{ending_of(name)})' if ending_of(name) else ''} is called, or reads, like a signed permission form"
            yield found("MC714", message, Place(folder or "."), hint=KEEP)
        unread = "it is too large, or git does not have it" if data is None else verdict.unread if data else ""
        if unread and self._has_list:
            hint = "Look through it yourself, or hand in a PDF of it."
            yield found("MC706", f"nobody looked for names in {path}: {unread}", Place(path), hint=hint, subject=path)

    def _called(self, folder: str) -> Iterator[Finding]:
        """What the names of a folder and of those above it tell, each once."""
        while folder and folder not in self._folders:
            self._folders.add(folder)
            above, _, name = folder.rpartition("/")
            yield from self._told(folder, verdict_of(self._watching, name, b"", Content("txt")))
            folder = above

    def _told(self, path: str, verdict: Verdict) -> Iterator[Finding]:
        """Findings of one verdict; a name that tells is not repeated."""
        if any(where == "" and line is None and how in SAYS_WHO for where, line, how, _, _ in verdict.places):
            leave_unsaid([path.rpartition("/")[2]])
        for _, finding in told_of(as_naming(path, verdict)):
            yield finding

    def _content(self, data: bytes) -> Content:
        """What some bytes are; what is none of the known types and has no zero byte is text, whatever its name says."""
        content = self._reading.content(data) if data else Content("txt")
        is_text = not content.type and content.state == "whole" and b"\0" not in data[:_HEAD]
        return Content("txt") if is_text else content
