"""A programme: its kinds, interventions, checklists, forms and people."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from simcred.model.blanks import is_blank
from simcred.model.checklist import Checklist
from simcred.model.people import People
from simcred.model.portfolio import Goal, Track


class Limit(Struct, frozen=True, omit_defaults=True):
    """A limit, how serious it is to go over it, and where its number comes from."""

    value: int
    severity: Literal["error", "warning", "note"]
    source: str


class SeriesPart(Struct, frozen=True, omit_defaults=True):
    """One part of a series; `mastery`: a gate, which wants a score."""

    id: str
    title: str
    mastery: bool = False


class Series(Struct, frozen=True, omit_defaults=True):
    """Days of one item that come one after another: a mapping of `parts`, or a list of days of which there are to be `of`.

    `when` says for which items it is, by the values of their fields.
    """

    field: str
    when: Mapping[str, str] = {}
    of: str | None = None
    parts: tuple[SeriesPart, ...] = ()


LOG = "log"
"""The field of the kinds that hold a log of lessons: the questions and what was answered."""
MEASURES = "measures"
"""The field of the kinds whose files hold students' scores: the day of each measure."""


class Kind(Struct, frozen=True, omit_defaults=True):
    """What an evidence item can be. `enough` says what makes an item complete."""

    id: str
    title: str
    what: str
    enough: tuple[str, ...]
    formats: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    intervention: Literal["required", "optional"] = "required"
    track: Track | None = None
    guiding: bool = False
    agrees: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    relations: Mapping[str, str] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    fields: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_log(self) -> bool:
        """Whether its items hold a log of lessons."""
        return LOG in self.fields

    @property
    def has_scores(self) -> bool:
        """Whether its files are about students' scores."""
        return MEASURES in self.fields

    @property
    def measures(self) -> dict[str, str]:
        """The titles of its measures, by their names in tables of scores, in their order."""
        return {part.id: part.title for series in self.series if series.field == MEASURES for part in series.parts}

    def is_complete(self, data: Mapping[str, object]) -> bool:
        """Whether an item with this data has what its kind takes for enough: files, links, words, its own fields, its date."""
        there = {
            "files": data.get("files"),
            "links": data.get("links"),
            "narrative": _says(data.get("narrative")) or data.get("narrative_file"),
            "fields": any(_says(data.get(name)) for name in self.fields),
            "date": True,
        }
        return any(there[what] for what in self.enough)


def _says(value: object) -> bool:
    """Whether there is anything in a value but spaces."""
    if isinstance(value, Mapping):
        return any(map(_says, value.values()))
    return not is_blank(value) if isinstance(value, str) else value not in (None, [])


class Intervention(Struct, frozen=True, omit_defaults=True):
    """One routine or strategy of the catalogue."""

    id: str
    name: str
    track: Track
    provenance: str
    status: str
    aliases: tuple[str, ...] = ()
    group: str | None = None
    format: str | None = None
    device: str | None = None
    mnemonic: str | None = None
    mastery: Mapping[str, float] = field(default_factory=dict)
    badge_codes: tuple[str, ...] = ()
    note: str | None = None


class Question(Struct, frozen=True, omit_defaults=True):
    """One question of a form."""

    id: str
    text: str
    part: str | None = None


class Form(Struct, frozen=True, omit_defaults=True):
    """A form that a reviewer fills in."""

    id: str
    title: str
    basis: str
    questions: tuple[Question, ...]
    source: str | None = None


class Programme(Struct, frozen=True, omit_defaults=True):
    """Everything a programme says. `student_numbers` are shapes: # a digit, @ a letter, anything else itself. `digest` is the SHA-256 over its files; `place` is where it was found."""

    name: str
    version: str
    status: Literal["starter", "official"]
    notice: str
    limits: Mapping[str, Limit] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    interventions: Mapping[str, Intervention] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    people: People | None = None
    student_numbers: tuple[str, ...] = ()
    digest: str = ""
    place: str = ""

    def intervention(self, said: str) -> Intervention | None:
        """The routine or strategy that somebody calls so: by its id, its name or another name in use."""
        wanted = said.casefold()
        return next(
            (
                known
                for known in self.interventions.values()
                if wanted in map(str.casefold, (known.id, known.name, *known.aliases))
            ),
            None,
        )

    def track_of(self, goal: Goal) -> Track | None:
        """The goal's track: its intervention's, else the one it names."""
        known = self.interventions.get(goal.intervention or "")
        return known.track if known is not None else goal.track

    def checklist_for(self, goal: Goal) -> Checklist | None:
        """The checklist a goal names, else the first that serves its level and track; None when that one does not serve them."""
        known = self.checklists.values() if goal.checklist is None else [self.checklists.get(goal.checklist.id)]
        return next((c for c in known if c is not None and self.serves(c, goal)), None)

    def serves(self, checklist: Checklist, goal: Goal) -> bool:
        """Whether a checklist is for a goal's level and track; one that the goal names serves an unknown track."""
        track = self.track_of(goal)
        named = goal.checklist is not None and track is None
        return checklist.level == goal.level and (named or checklist.track in ("any", track))
