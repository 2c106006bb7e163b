"""Where students are told of in what would be handed on: files, words and names of files, by place and kind and never by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from simcred.findings.catalogue import code_of
from simcred.findings.finding import Finding
from simcred.load.facts import Facts
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import Assessment
from simcred.words import count, lowered

NAMING = frozenset({"MC701", "MC703", "MC711"})
"""Codes of errors that say who a student is: with one of them, nothing is packed, posted or shown to others."""
STRICT = NAMING | {"MC702", "MC708", "MC709", "MC712", "MC713"}
"""Codes of findings, however serious, of what others are not to get of a restricted packet: it may be a name, or leads to somebody."""
_OF_A_ROSTER = {"MC704", "MC705", "MC706"}
_PERSONAL = ({f"MC{number}" for number in range(701, 715)} | {"MC343"}) - _OF_A_ROSTER
"""Codes of findings about a place that tells something of a student; those of the roster itself tell how well was looked."""
_ROOT = "."


class Told(Struct, frozen=True):
    """Where students are named by errors.

    `files` are those in which it stands, `names` the files and folders that are called so, `findings` the errors themselves.
    """

    files: frozenset[str]
    names: frozenset[str]
    findings: tuple[Finding, ...]

    def holds(self, path: str) -> bool:
        """Whether a file must not be handed on: because of what stands in it, or of what it or a folder above it is called."""
        return path in self.files or self.is_called(path)

    def is_called(self, path: str) -> bool:
        """Whether a path itself tells."""
        return any(path == name or path.startswith(f"{name}/") for name in self.names)

    def harmless(self, path: str) -> str:
        """A path as far as it tells nothing: up to the first name in it that does."""
        telling = min((name for name in self.names if path == name or path.startswith(f"{name}/")), key=len, default=None)
        return path if telling is None else telling.rpartition("/")[0] or _ROOT

    def without_names(self, text: str) -> str:
        """A sentence in which no name of a file or folder tells."""
        for name in sorted((path.rpartition("/")[2] for path in self.names), key=len, reverse=True):
            text = text.replace(name, "(a name that is left out)")
        return text

    def in_title(self, facts: Facts, item: EvidenceItem) -> bool:
        """Whether an item's title tells, as far as lines show it."""
        first = facts.place(item.manifest, "title", key=True).line or 0
        others = (facts.place(item.manifest, name, key=True).line or 0 for name in item.data)
        end = min((line for line in others if line > first), default=None)
        mine = (finding.place.line for finding in self.findings if finding.place.path == item.manifest)
        return any(line is None or (line >= first and (end is None or line < end)) for line in mine)

    def at(self, paths: Collection[str]) -> list[str]:
        """The places that concern some paths, a line each: where, and what kind of telling; the text itself is never among it."""
        return self.lines(self.about(paths))

    def lines(self, findings: Iterable[Finding]) -> list[str]:
        """Errors as lines: where, and what kind of telling."""
        return [self._line(finding) for finding in findings]

    def about(self, paths: Collection[str]) -> list[Finding]:
        """The errors that concern some paths."""
        return [finding for finding in self.findings if self._concerns(finding, paths)]

    def _concerns(self, finding: Finding, paths: Collection[str]) -> bool:
        """Whether an error stands in one of some paths, or is about how one of them is called."""
        place = finding.place.path
        if place in self.files:
            return place in paths
        inside = [name for name in self.names if (name.rpartition("/")[0] or _ROOT) == place]
        return any(path == name or path.startswith(f"{name}/") for name in inside for path in paths)

    def _line(self, finding: Finding) -> str:
        """One error as a line."""
        line = f", line {finding.place.line}" if finding.place.line is not None else ""
        return f"{self.harmless(finding.place.path)}{line}: {finding.message}"


def told(facts: Facts, assessment: Assessment) -> Told:
    """Where students are named in a portfolio, as its assessment says."""
    return _told(facts, list(filter(_is_error, assessment.findings)))


def told_strictly(facts: Facts, assessment: Assessment) -> Told:
    """The same with what only may name somebody, or leads to somebody; names of files only of those that lie in an item."""
    findings = (f for f in assessment.findings if f.code in STRICT)
    return _told(facts, [f for f in findings if _is_error(f) or f.place.path in facts.documents or _in_an_item(f.place.path)])


def _is_error(finding: Finding) -> bool:
    """Whether a finding says of itself that a student is named."""
    return finding.severity == "error" and finding.code in NAMING


def _in_an_item(path: str) -> bool:
    """Whether a path is an item's folder or lies in it."""
    return path.startswith("evidence/")


def _told(facts: Facts, errors: Collection[Finding]) -> Told:
    """What some findings come to."""
    files = {f.place.path for f in errors if (entry := facts.entries.get(f.place.path)) is not None and entry.kind == "file"}
    folders = {f.place.path for f in errors} - files
    return Told(frozenset(files), frozenset(name for folder in folders for name in _called(facts, folder)), tuple(errors))


def _called(facts: Facts, folder: str) -> Iterator[str]:
    """What is called as a student in a folder; all that is in it, where that is not known."""
    known = [
        place.path
        for place in facts.naming.places
        if place.line is None and place.where is None and (place.path.rpartition("/")[0] or _ROOT) == folder
    ]
    yield from known or (path for path in facts.entries if (path.rpartition("/")[0] or _ROOT) == folder)


def kinds(findings: Iterable[Finding]) -> list[str]:
    """What findings tell of students, by kind with how many places, such as `a student's name (2 places)`; in the codes' order."""
    counted = Counter(finding.code for finding in findings if finding.code in _PERSONAL)
    return [f"{lowered(code_of(code).title)} ({count(times, 'place')})" for code, times in sorted(counted.items())]
