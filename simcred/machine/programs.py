"""Programs on this computer: where they are, and what they answer within a time limit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from simcred.model.machine import System

PATIENCE = 3.0
"""Seconds that a program has to answer."""
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_LATE, _UNHEARD = -1000, -1001


class Answer(Struct, frozen=True):
    """What a program said, and its exit code."""

    code: int
    out: bytes = b""
    err: bytes = b""

    @property
    def late(self) -> bool:
        """Whether the program had to be ended, because it took too long."""
        return self.code == _LATE

    @property
    def good(self) -> bool:
        """Whether it did what it was asked."""
        return self.code == 0


UNHEARD = Answer(_UNHEARD)
"""The answer of a program that could not be asked."""


def system() -> System:
    """The kind of system."""
    kinds: dict[str, System] = {"win32": "windows", "darwin": "mac"}
    return kinds.get(sys.platform, "linux")


def program(name: str) -> Path | None:
    """Where a program is. Only whole folders of PATH count, never the folder one stands in, which may be somebody else's."""
    endings = os.environ.get("PATHEXT", ".exe").lower().split(os.pathsep) if system() == "windows" else [""]
    for folder in os.get_exec_path():
        if os.path.isabs(folder):  # noqa: PTH117 - most are, and none is worth a Path before that
            for ending in endings:
                path = os.path.join(folder, name + ending)  # noqa: PTH118
                if os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113 - Path.is_file raises in a closed folder
                    return Path(path)
    return None


def ask(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
    patience: float = PATIENCE,
) -> Answer:
    """Runs a program with an argument list; one that takes too long is ended. `environment` is all that it gets, if said."""
    try:
        ran = subprocess.run(  # noqa: S603 - an argument list, and programs from PATH's own folders only
            command,
            cwd=folder,
            env=environment,
            input=given,
            capture_output=True,
            timeout=patience,
            creationflags=_NO_WINDOW,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer(_LATE)
    except (OSError, ValueError):
        return UNHEARD
    return Answer(ran.returncode, ran.stdout, ran.stderr)
