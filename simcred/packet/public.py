"""What of an item everybody may see: whether it may be posted at all, and scores told without any student's line."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.load.paths import ending_of
from simcred.model.evidence import EvidenceItem
from simcred.packet.cards import Source, scores
from simcred.packet.privacy import nobody_said
from simcred.packet.told import told
from simcred.rules.consents import UNSAID, withheld
from simcred.rules.filetypes import TABLES
from simcred.steps import command
from simcred.words import count

LOOK_FIRST = "look first: "
HELD_BACK = "held back: "
"""How reasons begin that go away once somebody has looked and said something, or has taken a student's name out."""
_OF_A_NAME = ("MC343", "MC7")
"""Codes, or what they begin with, of findings that say no error and still may mean a person's name."""
_OF_A_PERMISSION = ("MC715", "MC716", "MC717")
"""Codes that begin so, and are about what was judged before."""
_FEWEST = 10
"""Students from which on a mean is told to everybody: of fewer it comes too near to what one of them has."""
_NAMELESS = "each of its lines is a student's"


def why_private(source: Source, item: EvidenceItem) -> str | None:
    """Why an item must not be shown to everybody, or not before somebody has looked at it; None where it may be posted."""
    if item.people.deidentified is False:
        return "names and faces are not removed"
    problem = withheld(item, source.portfolio.consents, source.today) if item.people.needs_consent else None
    if problem is not None:
        return problem
    if (over := _over(source, item)) is not None:
        return over
    if item.retain_until is not None and item.retain_until < source.today:
        return f"it was to be kept until {item.retain_until} only"
    if (named := named_in(source, item)) is not None:
        return named
    for finding in source.assessment.findings:
        mine = finding.about.evidence == item.slug or finding.place.path.startswith(f"{item.folder}/")
        name = finding.code.startswith(_OF_A_NAME) and finding.code not in _OF_A_PERMISSION
        if mine and (finding.severity == "error" or name):
            return f"{LOOK_FIRST}{finding.message}"
    if unsaid := nobody_said(source, item):
        say = command(f"edit {item.slug} --set people.shown=WHO", source.assessment.folder)
        return f"{LOOK_FIRST}{UNSAID} {unsaid}. Say it: {say}"
    return None


def _over(source: Source, item: EvidenceItem) -> str | None:
    """That a record which an item names was promised to end all keeping of it on a day that is over."""
    records = (consent for consent in source.portfolio.consents if consent.id in item.people.consent)
    days = (record for record in records if record.retain_until is not None and record.retain_until < source.today)
    return next((f"what {record.id} allows was to be kept until {record.retain_until} only" for record in days), None)


def named_in(source: Source, item: EvidenceItem) -> str | None:
    """Why an item is held back because an error says that a student is named in it, and where; None where none does."""
    named = told(source.facts, source.assessment)
    if not named.findings:
        return None
    inside = [path for path in source.facts.entries if path.startswith(f"{item.folder}/")]
    places = named.at([item.folder, *inside])
    if not places:
        return None
    more = f", and {count(len(places) - 1, 'more place')}" if len(places) > 1 else ""
    return f"{HELD_BACK}a student is named in it ({places[0]}{more})"


def title_of(source: Source, item: EvidenceItem) -> str:
    """An item's title; one in which a student is named is not repeated."""
    tells = told(source.facts, source.assessment).in_title(source.facts, item)
    return "(a title in which a student is named)" if tells else item.title


def students_lines(source: Source, item: EvidenceItem, path: str) -> str | None:
    """Why a file of an item is never attached, because it is a table with a line for each student; None for any other file."""
    kind = source.programme.kinds.get(item.kind)
    about_scores = kind is not None and kind.has_scores
    if ending_of(path) not in TABLES or not (about_scores or scores(source.facts, f"{item.folder}/{path}")):
        return None
    told = any(True for _ in _figures(source, item, path))
    return f"{_NAMELESS}; {'the means stand in the text' if told else 'say in your own words what it shows'}"


def figures(source: Source, item: EvidenceItem) -> Iterator[str]:
    """What an item's tables of scores say of the class, one sentence a measure: how many students, and the mean.

    Of small groups nothing is said, and no range of any: its ends are two students' own scores.
    """
    for file in item.files:
        yield from _figures(source, item, file.path)


def _figures(source: Source, item: EvidenceItem, path: str) -> Iterator[str]:
    """The same for one file."""
    found = scores(source.facts, f"{item.folder}/{path}")
    if not found:
        return
    from simcred.packet.chart import table  # only where there are scores: what draws takes long to load

    kind = source.programme.kinds.get(item.kind)
    for row in table(found, kind.measures if kind is not None else {}):
        if row["students"] >= _FEWEST:
            yield f"{row['measure']}, {row['day']}: {row['students']} students, mean {row['mean']}"
