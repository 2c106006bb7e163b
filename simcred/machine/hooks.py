"""Where git keeps the programs that it runs before it saves, and ours among them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simcred.exits import Exit, Stop
from simcred.machine.programs import ask, program
from simcred.words import both, reason
from simcred.workspace.putting import write_new

HOOKS = ("pre-commit", "commit-msg")
"""What git runs before it saves, and before it takes the message."""
_RUN = 'simcred hook run {name} "$@"'
_MARK = "# simcred looks here for students' names and files that are too large"
_SCRIPT = """#!/bin/sh
{mark}, before anything is saved. To take it out: simcred hook remove
if [ -x {python} ]; then exec {python} -P -m simcred hook run {name} "$@"; fi
if command -v simcred >/dev/null 2>&1; then exec simcred hook run {name} "$@"; fi
echo "simcred is not installed any more, so nobody looked for students' names. Install it, or delete $0" >&2
exit 1
"""


def hooks_folder(folder: Path) -> tuple[Path, Path]:
    """The repository's top folder, and where its hooks lie. Raises `Stop` outside of a repository, and where hooks are shared with others."""
    found = program("git")
    if found is None:
        raise Stop("git was not found", "`simcred doctor` says more.", Exit.CANNOT_JUDGE)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    said = ask([found, "rev-parse", "--show-toplevel", "--git-path", "hooks"], folder=folder, environment=environment)
    lines = os.fsdecode(said.out).splitlines()
    if not said.good or len(lines) != 2:
        message = "there is nothing to install here, and nothing to take out: this folder is not under git"
        raise Stop(message, "`simcred privacy check` looks through it whenever you like.", Exit.CANNOT_JUDGE)
    top, hooks = Path(lines[0]), folder / lines[1]
    set_elsewhere = ask([found, "config", "--get", "core.hooksPath"], folder=folder, environment=environment).good
    if set_elsewhere:
        hint = f"Add a line to {both([f'your own {name}: {_RUN.format(name=name)}' for name in HOOKS])}"
        raise Stop(
            f"the programs that git runs before saving lie in {hooks.as_posix()}, for several folders at once",
            hint,
            Exit.NOT_SAVED,
        )
    return top, hooks


def is_ours(path: Path) -> bool:
    """Whether a hook was written here."""
    try:
        return _MARK in path.read_text("utf-8", "replace")
    except OSError:
        return False


def put(hooks: Path) -> None:
    """Writes the hooks, all or none. Raises `Stop` where somebody else's are in the way, or nothing can be written."""
    for name in HOOKS:
        if os.path.lexists(hooks / name) and not is_ours(hooks / name):
            hint = f"Add this line to it: {_RUN.format(name=name)}"
            raise Stop(f"there is a {name} of somebody else's in {hooks.as_posix()}", hint, Exit.NOT_SAVED)
    python = "'" + Path(sys.executable).as_posix().replace("'", "'\\''") + "'"
    try:
        hooks.mkdir(parents=True, exist_ok=True)
        for name in HOOKS:
            half = hooks / f"{name}.simcred-new"
            half.unlink(missing_ok=True)
            write_new(half, _SCRIPT.format(mark=_MARK, python=python, name=name).encode(), 0o755)
            half.replace(hooks / name)
    except OSError as error:
        raise Stop(f"the hook cannot be written: {reason(error)}", "Look at the folder's permissions.", Exit.NOT_SAVED) from None


def take_out(hooks: Path) -> list[str]:
    """Deletes the hooks that were written here; their names."""
    ours = [name for name in HOOKS if is_ours(hooks / name)]
    try:
        for name in ours:
            (hooks / name).unlink()
    except OSError as error:
        raise Stop(f"the hook cannot be deleted: {reason(error)}", "Look at the folder's permissions.", Exit.NOT_SAVED) from None
    return ours
