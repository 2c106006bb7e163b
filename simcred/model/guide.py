"""The steps after something private was saved or shared, and how far it has come."""

from pathlib import Path

from msgspec import Struct


class Step(Struct, frozen=True):
    """One thing to do: a heading, sentences, and commands to be typed."""

    title: str
    texts: tuple[str, ...]
    commands: tuple[str, ...] = ()


class Saved(Struct, frozen=True):
    """How far a path has come: whether it is there, where its repository is (None: in none), its paths there (older names, too), in
    how many versions it was saved (None: git cannot tell), and where the repository is shared, as far as it says.
    """

    path: str
    there: bool
    top: Path | None
    names: tuple[str, ...]
    versions: int | None
    address: str = ""
