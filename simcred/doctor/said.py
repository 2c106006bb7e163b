"""The three kinds of diagnosis, and the words that several of them share."""

from __future__ import annotations

from collections.abc import Sequence

from simcred.model.machine import Diagnosis
from simcred.words import count

_SHOWN = 3


def ok(text: str) -> Diagnosis:
    """Something that is as it should be."""
    return Diagnosis("ok", text)


def note(text: str, cure: str, command: str = "") -> Diagnosis:
    """Something to know, or that could be better; nothing is hindered by it."""
    return Diagnosis("note", text, cure, command)


def fix(text: str, cure: str, command: str = "") -> Diagnosis:
    """Something that hinders."""
    return Diagnosis("fix", text, cure, command)


def some(paths: Sequence[str]) -> str:
    """The first of some paths, and how many more there are."""
    more = len(paths) - _SHOWN
    return ", ".join(paths[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def ago(seconds: float) -> str:
    """How long something is ago, in its largest whole unit."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return count(int(seconds // length), unit)
    return "less than a minute"


def install(tool: str | None, package: str) -> str:
    """The command that puts a program on this computer; empty where no package tool is known."""
    commands = {
        "winget": "winget install --id {} -e",
        "brew": "brew install {}",
        "apt": "sudo apt install {}",
        "dnf": "sudo dnf install {}",
        "zypper": "sudo zypper install {}",
        "pacman": "sudo pacman -S {}",
        "apk": "sudo apk add {}",
    }
    return commands[tool].format(package) if tool in commands else ""
