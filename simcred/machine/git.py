"""git as a program: whether it is there, its version, the settings that hold; and how it is asked safely.

A repository may come from somebody else, and may name programs to be run: to look for changes, to convert files, to fetch
what is missing. None of them is started, nothing is fetched or locked, and nobody is asked for a password.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from simcred.machine.programs import UNHEARD, Answer, ask, program, system
from simcred.model.machine import Git

_KEPT = (
    "PATH", "HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "XDG_CONFIG_HOME", "SYSTEMROOT", "WINDIR", "PROGRAMDATA",
    "PROGRAMFILES", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "TMPDIR",
)  # fmt: skip
"""What git needs of the environment to find itself and its user's settings; nothing else is handed on."""
_SAID = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PAGER": "cat",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
}
_SAFE = {"core.fsmonitor": "false", "core.hooksPath": os.devnull, "core.untrackedCache": "false", "log.showSignature": "false"}
_HARMLESS = ("config", "rev-parse", "--version")
"""What looks at no file of the work tree."""
_FILTER = re.compile(r"filter\..*\.(clean|smudge|process|required)", re.DOTALL)
_VERSION = re.compile(r"git version (\d+(?:\.\d+)*)")


class GitProgram:
    """git, asked about one folder. Each answer is one process with a time limit.

    What looks at files may be asked only once `settings` has switched off what the repository would have run.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._folder = folder
        self._changed: dict[str, str] = dict(_SAFE)
        self._late: Answer | None = None
        self._disarmed = False

    @classmethod
    def found(cls, folder: Path) -> GitProgram | None:
        """git, where it is on this computer."""
        path = program("git")
        return cls(path, folder) if path is not None and not _only_an_offer(path) else None

    def ask(self, *words: str, given: bytes = b"") -> Answer:
        """What git says to some words. Once it was late, it is not asked again."""
        if self._late is not None:
            return self._late
        if words[0] not in _HARMLESS and not self._disarmed:
            return UNHEARD
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _SAID
        environment["GIT_CONFIG_COUNT"] = str(len(self._changed))
        for number, (name, value) in enumerate(self._changed.items()):
            environment |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        answer = ask([self._path, *words], folder=self._folder, environment=environment, given=given)
        self._late = answer if answer.late else None
        return answer

    def settings(self) -> dict[str, str]:
        """The settings that hold in the folder. Programs that convert files are switched off from here on."""
        found = self._settings() or {}
        self._changed |= {name: "false" if name.endswith(".required") else "" for name in found if _FILTER.fullmatch(name)}
        now = self._settings()
        left = ((name, value) for name, value in (now or {}).items() if _FILTER.fullmatch(name))
        self._disarmed = now is not None and all(value in ("", "false") for _, value in left)
        return {name: value for name, value in found.items() if name not in {key.lower() for key in _SAFE}}

    def _settings(self) -> dict[str, str] | None:
        """All settings, as git says them; None where it does not."""
        answer = self.ask("config", "--list", "-z")
        return dict(_pairs(answer.out)) if answer.good else None

    def version(self) -> tuple[int, ...]:
        """git's version; empty when it cannot be read."""
        said = _VERSION.match(self.ask("--version").out.decode("utf-8", "replace"))
        return tuple(int(part) for part in said[1].split(".")[:3]) if said else ()


def git(asked: GitProgram, settings: Mapping[str, str]) -> Git:
    """The program's version and settings, and whether what signs for it is there."""
    return Git(version=asked.version(), settings=settings, signs=program("ssh-keygen") is not None)


def words(answer: Answer) -> Sequence[str]:
    """An answer in parts that a NUL ends."""
    return [os.fsdecode(part) for part in answer.out.split(b"\0") if part]


def _pairs(out: bytes) -> Iterator[tuple[str, str]]:
    """Settings by name; one without a value is true. Of a name, letters between the dots keep their case."""
    for part in out.split(b"\0"):
        name, equals, value = part.partition(b"\n")
        if name:
            yield os.fsdecode(name), os.fsdecode(value) if equals else "true"


def _only_an_offer(path: Path) -> bool:
    """Whether this is what macOS has in git's place, which opens a window and offers to install it."""
    if system() != "mac" or path != Path("/usr/bin/git"):
        return False
    return not ask(["/usr/bin/xcode-select", "-p"]).good
