"""An item's manifest in the making: each value is looked at before it is set, so that nobody is told a false reason."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct, field

from simcred.app.manifests import valid
from simcred.exits import Exit, Stop
from simcred.load.characters import bad_characters, name_of
from simcred.load.reader import Pointer, read
from simcred.load.shape import Shapes
from simcred.rules.files import texts_in
from simcred.workspace.edit_values import set_value, unset
from simcred.workspace.emit import yaml_text


class Draft(Struct):
    """A manifest in the making: where it is, its bytes, what they say, and which files come and go."""

    path: str
    data: bytes
    shapes: Shapes
    copies: list[tuple[Path, str]] = field(default_factory=list)
    writes: list[tuple[str, bytes]] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)

    @property
    def says(self) -> dict[str, Any]:
        """What the manifest says now."""
        return dict(read(self.path, self.data).data or {})

    def set(self, pointer: Pointer, value: Any) -> None:
        """Sets a value. Raises `Stop` where it may not stand there, or cannot be put there."""
        for where, text in texts_in(value, pointer):
            for _, char in bad_characters(text):
                name = ".".join(map(str, where))
                raise Stop(f"what {name} should be holds the character {name_of(char)}", "Type it again without that.")
        try:
            self.data = set_value(self.path, self.data, pointer, value)
        except Stop as stop:
            self._say_why_not(pointer, value, stop)

    def unset(self, pointer: Pointer) -> None:
        """Takes a value out. Raises `Stop` where it cannot be missed, or cannot be taken out."""
        try:
            self.data = unset(self.path, self.data, pointer)
        except Stop as stop:
            self._say_why_not(pointer, None, stop)

    def _say_why_not(self, pointer: Pointer, value: Any, stop: Stop) -> NoReturn:
        """Raises what is wrong with what the manifest would say, where it cannot be written so; else the error there was."""
        if stop.code is Exit.NOT_SAVED:
            said = yaml_text(_altered(self.says, pointer, value))
            valid("evidence.yaml", "evidence", said.encode("utf-8"), self.shapes)
        raise stop


def _altered(held: dict[str, Any], pointer: Pointer, value: Any) -> dict[str, Any]:
    """What a manifest says, with another value in one place; with none there where that is None."""
    whole: Any = deepcopy(held)
    at = whole
    for step in pointer[:-1]:
        at = at.setdefault(step, {}) if isinstance(at, dict) else at[step]
    if value is None:
        del at[pointer[-1]]
    else:
        at[pointer[-1]] = value
    return dict(whole)
