"""The catalogue of codes, from one data file that also feeds `explain` and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from simcred import resources


class Code(Struct, frozen=True):
    """One code: what it is called, why it matters, how to mend it, and an example."""

    id: str
    title: str
    severity: Literal["error", "warning", "note"]
    why: str
    how: str
    example: str


@cache
def catalogue() -> Mapping[str, Code]:
    """Every code by its id, in order."""
    import tomllib

    entries = tomllib.loads(resources.packaged("findings/codes.toml").decode("utf-8"))
    return {name: Code(id=name, **{key: text.strip() for key, text in entry.items()}) for name, entry in entries.items()}


def code_of(code: str) -> Code:
    """The entry of a code. Raises KeyError for a code that is not in the catalogue."""
    return catalogue()[code]
