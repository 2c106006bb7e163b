"""The copy sheet of a goal: what to post on the badge site, in the order of its pages. Pure; what is private is never in it.

A badge page takes posts under the numbers of its requirements; a post has a title of 3 to 140 characters, words, and files or
links, and everybody can read it (BadgeList's own code and pages).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from simcred.load.facts import PORTFOLIO
from simcred.model.evidence import EvidenceItem, Link
from simcred.model.outcome import GoalAssessment, RowOutcome
from simcred.model.portfolio import LEVELS
from simcred.model.programme import LOG, Kind
from simcred.packet.cards import Source, narrative
from simcred.packet.cards import told as told_fields
from simcred.packet.privacy import for_sheet
from simcred.packet.public import HELD_BACK, LOOK_FIRST, figures, students_lines, title_of, why_private
from simcred.packet.titles import LONGEST, post_title, whole_title
from simcred.packet.told import told

BIG = 4_000_000
"""Bytes from which on a file is named as large: another badge site takes no more; what BadgeList takes is not known."""
_LOOK = "not before you have looked, as it says below"
_WEB = ("https://", "http://")


class Upload(Struct, frozen=True):
    """A file to attach: its path from the portfolio's folder, its size in bytes (None: it is not there), and what it shows."""

    path: str
    size: int | None
    description: str | None

    @property
    def big(self) -> bool:
        """Whether the site may refuse it."""
        return self.size is not None and self.size > BIG


class Post(Struct, frozen=True):
    """One post: for which rows, its title (`full` characters long before it was cut, where it was), words, files and links.

    `held_back` are files of its items that everybody must not see, each with the reason.
    """

    rows: tuple[str, ...]
    title: str
    full: int | None
    text: str
    uploads: tuple[Upload, ...]
    links: tuple[Link, ...]
    held_back: tuple[tuple[str, str], ...] = ()


class Private(Struct, frozen=True):
    """An item that must not be posted, and why."""

    rows: tuple[str, ...]
    title: str
    why: str

    @property
    def named(self) -> bool:
        """Whether it is held back because a student is named in it, so that nobody is to get it as it is."""
        return self.why.startswith(HELD_BACK)


class Line(Struct, frozen=True):
    """One row of the checklist: whether it is ticked as posted, and why there is nothing to post for it, where there is not."""

    id: str
    title: str
    posted: bool
    nothing: str | None


class Requirement(Struct, frozen=True):
    """One requirement of the badge page: its number there (None: that is not known), the rows of it, and what to post."""

    number: int | None
    lines: tuple[Line, ...]
    posts: tuple[Post, ...]
    private: tuple[Private, ...]


class Sheet(Struct, frozen=True):
    """The whole sheet of one goal, which opens with the sentences of `privacy`.

    `page` is the badge's own, where it was noted; `folder` the portfolio's name in commands.
    """

    goal: str
    title: str
    name: str
    educator: str
    page: str | None
    provenance: str
    requirements: tuple[Requirement, ...]
    folder: str = "."
    privacy: tuple[str, ...] = ()
    looked: bool = False
    """Whether somebody looked for students' names."""

    @property
    def left(self) -> list[str]:
        """The rows for which there is something to post, and that are not ticked."""
        return [line.id for line in self._lines() if line.nothing is None and not line.posted]

    @property
    def undecided(self) -> list[str]:
        """The rows for which there may be something to post, once somebody has looked."""
        return [line.id for line in self._lines() if line.nothing == _LOOK]

    def _lines(self) -> Iterator[Line]:
        """All rows."""
        for requirement in self.requirements:
            yield from requirement.lines


def sheet(source: Source, goal: GoalAssessment, provenance: str) -> Sheet:
    """The sheet of a goal."""
    goal = _without_reasons(source, goal)
    ordered = sorted(goal.rows, key=lambda outcome: (outcome.row.item is None, outcome.row.item or 0))
    groups = groupby(ordered, key=lambda outcome: (outcome.row.item, outcome.row.id if outcome.row.item is None else ""))
    return Sheet(
        goal.goal.id,
        f"Level {goal.goal.level} {LEVELS[goal.goal.level][1]}",
        goal.name,
        source.portfolio.educator.name,
        goal.goal.joined.page if goal.goal.joined is not None else None,
        provenance,
        tuple(_requirement(source, goal, number, list(outcomes)) for (number, _), outcomes in groups),
        source.assessment.folder,
        _privacy(source, goal),
        source.facts.naming.looked is not None,
    )


def _without_reasons(source: Source, goal: GoalAssessment) -> GoalAssessment:
    """A goal without the educator's reasons why rows are not needed, where portfolio.yaml, in which they stand, names a student."""
    if PORTFOLIO not in told(source.facts, source.assessment).files:
        return goal
    rows = (replace(row, reason=None) if row.outcome == "not-applicable" else row for row in goal.rows)
    return replace(goal, rows=tuple(rows))


def _privacy(source: Source, goal: GoalAssessment) -> tuple[str, ...]:
    """The sheet's privacy statement."""
    items = [source.facts.items[slug] for slug in _rows_of(goal.rows) if slug in source.facts.items]
    posted = [item.slug for item in items if why_private(source, item) is None]
    return for_sheet(source, posted, len(items) - len(posted))


def _requirement(source: Source, goal: GoalAssessment, number: int | None, outcomes: Sequence[RowOutcome]) -> Requirement:
    """One requirement: each item once, however many of its rows it counts for."""
    rows = _rows_of(outcomes)
    items = [source.facts.items[slug] for slug in rows if slug in source.facts.items]
    hidden = {item.slug: why for item in items if (why := why_private(source, item)) is not None}
    open_ones = [item for item in items if item.slug not in hidden]
    return Requirement(
        number,
        tuple(_line(outcome, goal, hidden) for outcome in outcomes),
        tuple(_posts(source, goal, outcomes, open_ones, rows)),
        tuple(Private(tuple(rows[slug]), title_of(source, source.facts.items[slug]), why) for slug, why in hidden.items()),
    )


def _rows_of(outcomes: Sequence[RowOutcome]) -> dict[str, list[str]]:
    """The items of some rows, and for which of them each counts; a permission is no evidence."""
    rows: dict[str, list[str]] = {}
    for outcome in outcomes:
        for slug in outcome.evidence if outcome.row.consent is None else ():
            rows.setdefault(slug, []).append(outcome.row.id)
    return rows


def _line(outcome: RowOutcome, goal: GoalAssessment, hidden: Mapping[str, str]) -> Line:
    """One row of the checklist."""
    row = outcome.row
    return Line(row.id, row.title, row.id in goal.goal.posted, _nothing(outcome, hidden))


def _nothing(outcome: RowOutcome, hidden: Mapping[str, str]) -> str | None:
    """Why there is nothing to post for a row; None where there is something."""
    row = outcome.row
    if row.consent is not None:
        return "the permissions stay at school; they are never posted"
    if outcome.evidence:
        if not all(slug in hidden for slug in outcome.evidence):
            return None
        undecided = any(hidden[slug].startswith((LOOK_FIRST, HELD_BACK)) for slug in outcome.evidence)
        return _LOOK if undecided else "all of it is to be kept private"
    if outcome.outcome == "not-applicable":
        return f"it is not needed{f' ({outcome.reason})' if outcome.reason else ''}"
    if row.person is not None:
        return "it is about a person, not about something you made"
    if not any(True for _ in row.evidence_asks()) and not any(True for _ in row.from_goals()):
        return "another person says it"
    if outcome.outcome == "met":
        return outcome.reason or "you hold the badge that it asks for"
    return "nothing counts for it yet" if row.category == "must" else "it is not asked of everybody, and nothing is there"


def _posts(
    source: Source,
    goal: GoalAssessment,
    outcomes: Sequence[RowOutcome],
    items: Sequence[EvidenceItem],
    rows: Mapping[str, list[str]],
) -> Iterator[Post]:
    """A post an item, and one for all logs together, in the order in which the rows ask for them."""
    logs = sorted((item for item in items if LOG in item.data), key=lambda item: (item.date.start, item.slug))
    titles = {outcome.row.id: outcome.row.title for outcome in outcomes}
    for item in items:
        if len(logs) > 1 and item in logs:
            if item is next(each for each in items if each in logs):
                yield _post(source, f"{titles[rows[logs[0].slug][0]]}: {goal.name}", logs, rows)
        else:
            yield _post(source, whole_title(item.title, titles[rows[item.slug][0]]), [item], rows)


def _post(source: Source, title: str, items: Sequence[EvidenceItem], rows: Mapping[str, list[str]]) -> Post:
    """The post of some items."""
    files = [(item, file) for item in items for file in item.files]
    held_back = {
        f"{item.folder}/{file.path}": why for item, file in files if (why := students_lines(source, item, file.path)) is not None
    }
    uploads = [
        Upload(full, entry.size if (entry := source.facts.entries.get(full)) is not None else None, file.description)
        for item, file in files
        if (full := f"{item.folder}/{file.path}") not in held_back
    ]
    return Post(
        tuple(dict.fromkeys(row for item in items for row in rows[item.slug])),
        post_title(title),
        len(title) if len(title) > LONGEST else None,
        "\n\n".join(_text(source, item, headed=len(items) > 1) for item in items),
        tuple(uploads),
        tuple(link for item in items for link in item.links if link.url is not None and link.url.lower().startswith(_WEB)),
        tuple(held_back.items()),
    )


def _text(source: Source, item: EvidenceItem, *, headed: bool) -> str:
    """The words of an item: its day, what the educator wrote, and its fields under their names."""
    kind = source.programme.kinds.get(item.kind)
    parts = [f"{item.date}: {item.title}" if headed else f"Date: {item.date}", narrative(source.facts, item).strip()]
    return "\n\n".join(part for part in (*parts, *_fields(item, kind), "\n".join(figures(source, item))) if part)


def _fields(item: EvidenceItem, kind: Kind | None) -> Iterable[str]:
    """The fields of an item: long ones under their question, short ones behind their name, one a line."""
    short: list[str] = []
    for name, text, long in told_fields(item, kind):
        if not long:
            short.append(f"{name[:1].upper()}{name[1:]}: {text}")
            continue
        if short:
            yield "\n".join(short)
            short = []
        yield f"{name[:1].upper()}{name[1:]}\n{text.strip()}"
    if short:
        yield "\n".join(short)
