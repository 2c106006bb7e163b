"""The program: its commands in groups, and their parser."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import typer

from simcred import __version__
from simcred.cli import automation, checklists, consents, developers, everyday, hooks, learning, posting, privacy
from simcred.cli.command import Commands
from simcred.cli.ending import end, ran
from simcred.cli.groups import GROUPS
from simcred.exits import Exit
from simcred.questions import Unanswered


class Program(Commands):
    """The command list in groups."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes the commands under the names of their groups."""
        for title, names in GROUPS:
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(60)) for name in names])


app = typer.Typer(
    cls=Program,
    name="simcred",
    help="Portfolios for SIM micro-credentials: what is there, what is missing, what to do next.",
    epilog="simcred COMMAND --help says more about one command.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
everyday.register(app)
learning.register(app)
consents.register(app)
posting.register(app)
checklists.register(app)
developers.register(app)
privacy.register(app)
automation.register(app)
hooks.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"simcred {__version__}\n")
        raise typer.Exit


@app.callback()
def root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version.")) -> None:
    """Portfolios for SIM micro-credentials: what is there, what is missing, what to do next."""


def main() -> NoReturn:
    """Runs the program and ends the process with its exit code."""
    end(_parsed)


def run(arguments: list[str]) -> int:
    """Runs one command line; its exit code. Nothing is raised."""
    return ran(_parsed, arguments)


def _parsed(arguments: list[str]) -> None:
    """Runs one command line; where answers are missing and somebody is there to ask, asks for them first."""
    here = os.getcwd()  # noqa: PTH109 - asked before pathlib is needed
    try:
        _once(arguments)
    except Unanswered as missing:
        from simcred.cli.asking import answered

        answered(_once, arguments, missing, here)


def _once(arguments: list[str]) -> None:
    """Lets the parser run one command line; what the parser raises becomes what every command raises."""
    try:
        app(args=arguments, prog_name="simcred", standalone_mode=False)
    except typer.Exit as done:
        raise SystemExit(done.exit_code) from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as done:
        if isinstance(done.__context__, BrokenPipeError):  # the parser takes a reader that has gone for a failure
            raise done.__context__ from None
        raise
    except Exception as error:
        _misused(error)
        raise


def _misused(error: Exception) -> None:
    """Raises what a usage error of the parser means; nothing for any other error."""
    if not hasattr(error, "format_message"):
        return
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        sys.stdout.write(f"{context.get_help()}\n")
        raise SystemExit(int(Exit.OK)) from None
    from simcred.cli.usage import misused

    raise misused(error) from None
