"""A person's own editor, on a private copy of a text: it is started as a program with its words, never through a shell."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from simcred.exits import Exit, Stop
from simcred.machine.programs import program, system
from simcred.model.machine import System
from simcred.words import reason

_AT_ONCE = 1.0
"""Seconds in which nobody has changed a text: an editor that is back by then shows it in a window of its own."""
EDITORS: dict[System, tuple[str, ...]] = {
    "windows": ("notepad",),
    "mac": ("open",),
    "linux": ("sensible-editor", "nano", "micro", "vim", "vi"),
}
"""Where VISUAL and EDITOR name none: what is looked for, the easiest for a newcomer first."""
_WORDS: dict[System, tuple[str, ...]] = {"windows": (), "mac": ("-n", "-W", "-t"), "linux": ()}
"""What those are told: on a Mac, to open a text in a program of its own, and to wait until that is ended."""
_HINT = 'Set EDITOR to the editor you like, such as EDITOR="code --wait"; or say what changes with --set KEY=VALUE.'


class Copy:
    """A private copy of a text in a folder that only its owner can look into; `close` removes it."""

    def __init__(self, name: str, data: bytes) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="simcred-")) / name
        self.path.write_bytes(data)

    def edit(self) -> bool:
        """Starts the editor and waits for it; whether it was back at once. Raises `Stop` when it cannot be started, or failed."""
        words = editor_words()
        before = time.monotonic()
        try:
            code = subprocess.run([*words, str(self.path)], check=False).returncode  # noqa: S603 - the person's own choice
        except OSError as error:
            raise Stop(f"your editor ({words[0]}) could not be opened: {reason(error)}", _HINT, Exit.NOT_SAVED) from None
        if code != 0:
            raise Stop(f"your editor ({words[0]}) ended with an error; nothing was changed", _HINT, Exit.NOT_SAVED)
        return time.monotonic() - before < _AT_ONCE

    def read(self) -> bytes:
        """The text as it is now. Raises `Stop` when the editor has taken it away."""
        try:
            return self.path.read_bytes()
        except OSError:
            raise Stop("your editor left no text; nothing was changed", "Run the command again.", Exit.NOT_SAVED) from None

    def close(self) -> None:
        """Removes the copy, and whatever the editor left beside it."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self.path.parent)


def editor_words() -> list[str]:
    """The editor and its own words: $VISUAL, else $EDITOR, else the system's. Raises `Stop` when there is none."""
    for name in ("VISUAL", "EDITOR"):
        if said := os.environ.get(name, "").strip():
            return _split(name, said)
    found = next((path for name in EDITORS[system()] if (path := program(name)) is not None), None)
    if found is None:
        raise Stop("there is no text editor on this computer", _HINT, Exit.NOT_SAVED)
    return [str(found), *_WORDS[system()]]


def _split(name: str, said: str) -> list[str]:
    """A command line as words; the whole of it where it is a program's path with spaces in it.

    A bare name is looked for in PATH and never in the folder one stands in. Raises `Stop` where there is no such program.
    """
    if Path(said).is_file() and Path(said).is_absolute():
        return [said]
    windows = system() == "windows"
    try:
        words = shlex.split(said, posix=not windows)
    except ValueError:
        raise Stop(f"{name} is set to {said}, and a quote in it is never closed", _HINT) from None
    words = [word.strip('"') for word in words] if windows else words
    if Path(words[0]).name != words[0]:
        return words
    found = program(words[0])
    if found is None:
        raise Stop(f"your editor ({words[0]}) could not be opened: there is no such program", _HINT, Exit.NOT_SAVED)
    return [str(found), *words[1:]]
