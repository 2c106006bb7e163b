"""One item of evidence. Shapes stand in schemas/evidence.json; a kind's own fields in kinds.yaml."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from simcred.model.blanks import is_blank
from simcred.model.days import Span
from simcred.model.several import Several


class EvidenceFile(Struct, frozen=True):
    """One file of an item; `path` is relative to the item's folder."""

    path: str
    description: str | None = None


class Commitment(Struct, frozen=True):
    """A digest that binds a file kept elsewhere: SHA-256 over a salt (kept with the file) and then the file.

    `salt_sha256` is the digest of the salt alone, by which it is known again.
    """

    algorithm: str
    value: str
    salt_sha256: str | None = None


class Link(Struct, frozen=True):
    """Evidence kept elsewhere: at an address, or where `access` says. `size` in bytes, `length` as hours:minutes:seconds."""

    url: str | None = None
    description: str | None = None
    commitment: Commitment | None = None
    size: int | None = None
    media_type: str | None = None
    length: str | None = None
    access: str | None = None

    @property
    def name(self) -> str:
        """What it is called in a sentence: its address, else what it says of itself."""
        return self.url or self.description or "the file that is kept elsewhere"


class PeopleShown(Struct, frozen=True):
    """Who can be seen or heard in an item."""

    shown: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    deidentified: bool | None = None
    consent: tuple[str, ...] = ()

    @property
    def needs_consent(self) -> bool:
        """Whether somebody can be recognised in the item: by face or voice, or because names were not removed.

        Whoever takes names and faces out leaves the voices.
        """
        return self.deidentified is False or bool(self.heard) or (bool(self.shown) and not self.deidentified)


class Named(Struct, frozen=True):
    """A person named in an item; `person` is an id in people.yaml."""

    name: str
    person: str | None = None


class EvidenceItem(Struct, frozen=True):
    """evidence/<slug>/evidence.yaml. `data` is the decoded file, for rows that ask for a field by its dotted name.

    `retain_until` is the last day on which the item may be kept.
    """

    slug: str
    title: str
    kind: str
    date: Span
    data: Mapping[str, object]
    intervention: Several = Several()
    by: str | None = None
    teacher: Literal["own", "guided"] = "own"
    guided: Named | None = None
    narrative: str | None = None
    narrative_file: str | None = None
    files: tuple[EvidenceFile, ...] = ()
    links: tuple[Link, ...] = ()
    people: PeopleShown = PeopleShown()
    follows: str | None = None
    retain_until: dt.date | None = None
    status: Literal["active", "withdrawn"] = "active"
    not_for: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The item's folder, from the portfolio's."""
        return f"evidence/{self.slug}"

    @property
    def manifest(self) -> str:
        """The item's manifest, from the portfolio's folder."""
        return f"evidence/{self.slug}/evidence.yaml"

    def paths(self) -> Iterator[str]:
        """Every file the item is made of, its manifest first, from the portfolio's folder."""
        yield self.manifest
        if self.narrative_file is not None:
            yield f"{self.folder}/{self.narrative_file}"
        for file in self.files:
            yield f"{self.folder}/{file.path}"


def people_in(item: EvidenceItem, name: str) -> Iterator[Named]:
    """The people whom a field of an item names, one or a list of them."""
    value = item.data.get(name)
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, Mapping) and isinstance(said := person.get("name"), str):
            yield Named(said, person.get("person"))


MISSING = object()
"""What `field` answers for a field that is not there."""


def field(item: EvidenceItem, dotted: str) -> object:
    """The value of a dotted field such as `log.went_well`, or `MISSING`; words of spaces alone are missing too.

    Every step is a mapping. `narrative` is there for words in the manifest and for words in a file of their own.
    """
    return value_at(item.data, dotted)


def value_at(data: Mapping[str, object], dotted: str) -> object:
    """The same in a manifest's data."""
    if dotted == "narrative" and data.get("narrative_file") is not None:
        return data["narrative_file"]
    value: object = data
    for step in dotted.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return MISSING
        value = value[step]
    return MISSING if value is None or (isinstance(value, str) and is_blank(value)) else value
