"""What git runs before it saves: hook install, remove, run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command, Commands
from simcred.cli.settings import done, say, settings, show
from simcred.exits import Exit, Stop


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    hook = typer.Typer(
        cls=Commands, rich_markup_mode=None, no_args_is_help=True, help="Look at what git is about to save: install, remove, run."
    )
    for name, command in (("install", install), ("remove", remove), ("run", run)):
        hook.command(name=name, cls=Command)(command)
    app.add_typer(hook, name="hook")


def install() -> None:
    """Have git ask simcred before it saves anything here.

    Nothing is saved then in which simcred sees a student's name of your class list, a social security number, the list itself, a
    signed form, or a file that is too large: what git is about to save is looked at, not what lies in the folder. For this
    computer alone.
    """
    from simcred.app.hooking import install as put

    for remark in put(Path()):
        say(remark)


def remove() -> None:
    """Take the hook out again."""
    from simcred.app.hooking import remove as take_out

    for remark in take_out(Path()):
        say(remark)


def run(
    name: Annotated[str, typer.Argument(metavar="pre-commit|commit-msg", help="Which of git's hooks.")],
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="For commit-msg: the file with the message.")] = None,
) -> None:
    """What git runs: look at what is about to be saved.

    Exit code 0: it may be saved; 1: it must not; 3: nobody could look.
    """
    from simcred.app.hooking import before_commit, blocks, of_message
    from simcred.report.private import before_saving

    look = settings().look()
    if name == "pre-commit":
        saving = before_commit(Path.cwd(), look)
    elif name == "commit-msg" and file is not None:
        saving = of_message(Path.cwd(), file, look)
    else:
        raise Stop("nothing is known of such a hook", "It is pre-commit, or commit-msg with the file of the message.")
    show(before_saving(saving.findings, saving.remarks, blind=bool(saving.blind)))
    if saving.blind:
        hint = "Nothing was saved. `simcred privacy check` says more."
        raise Stop(f"nobody could look for students' names ({saving.blind})", hint, Exit.CANNOT_JUDGE)
    done(Exit.WORK if blocks(saving.findings) else Exit.OK)
