"""The program: its commands in groups, one way out, and no traceback for anybody."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from simcred import __version__
from simcred.cli import automation, everyday, learning
from simcred.exits import Exit, Stop

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Every day", ("init", "status", "add", "check")),
    ("Learning", ("checklist", "goal", "remove", "explain", "help")),
    ("Your developer", ("packet",)),
    ("Automation", ("schema",)),
)


class Program(TyperGroup):
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
automation.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"simcred {__version__}\n")
        raise typer.Exit


@app.callback()
def root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version.")) -> None:
    """Portfolios for SIM micro-credentials: what is there, what is missing, what to do next."""


def main() -> NoReturn:
    """Runs the program and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(code)


def run(arguments: list[str]) -> int:
    """Runs one command line; its exit code. Nothing is raised."""
    try:
        app(args=arguments, prog_name="simcred", standalone_mode=False)
        return int(Exit.OK)
    except SystemExit as end:
        return int(end.code or 0) if isinstance(end.code, int) or end.code is None else int(Exit.USAGE)
    except typer.Exit as end:
        return end.exit_code
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Stopped; nothing half-written.\n")
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.OK)
    except Stop as stop:
        _tell(stop.message, stop.hint)
        return int(stop.code)
    except Exception as error:
        return _other(error, arguments)


def _tell(message: str, hint: str) -> None:
    """What is the matter and what to do, on standard error."""
    from simcred.gate import visible

    sys.stderr.write(f"simcred: {visible(message)}\n")
    for part in hint.splitlines():
        sys.stderr.write(f"         {visible(part)}\n")


def _other(error: Exception, arguments: list[str]) -> int:
    """A usage error of the parser, or a bug."""
    usage = getattr(error, "format_message", None)
    if usage is not None:
        context = getattr(error, "ctx", None)
        if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
            sys.stdout.write(f"{context.get_help()}\n")
            return int(Exit.OK)
        name = context.command_path if context is not None else "simcred"
        _tell(usage(), f"`{name} --help` shows how it is used.")
        return int(Exit.USAGE)
    from simcred.cli.crash import report

    report(error, arguments)
    return int(Exit.BUG)
