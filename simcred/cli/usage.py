"""What the parser cannot make out of a command line, in simcred's own words and with what is nearest to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from simcred.exits import Stop
from simcred.questions import Question, Unanswered
from simcred.words import did_you_mean

_EXTRA = re.compile(r"extra argument(?:s|\(s\))? \((.*)\)\s*$", re.DOTALL)


_SAME = {"redo": "undo --redo", "delete": "remove", "rm": "remove", "new": "init", "start": "init", "version": "--version"}
"""What a command is called elsewhere, and what that is here."""


def no_such_command(name: str, group: str, known: list[str]) -> Stop:
    """The error for a command that there is none of."""
    if name in _SAME and " " not in group:
        return Stop(f"there is no command {name}", f"Here it is: simcred {_SAME[name]}")
    return Stop(f"there is no command {group.partition(' ')[2]} {name}".replace("  ", " "), _hint(group, name, known))


def misused(error: Any) -> Stop:
    """What a usage error of the parser means."""
    context = error.ctx
    name = context.command_path if context is not None else "simcred"
    kind = type(error).__name__
    if kind == "NoSuchOption" and name == "simcred":
        return Stop(
            f"{error.option_name} has no command before it",
            f"Options stand behind the command: simcred status {error.option_name} ...",
        )
    if kind == "NoSuchOption":
        return Stop(f"`{name}` has no option {error.option_name}", _hint(name, error.option_name, list(_options(context))))
    if kind == "MissingParameter" and error.param is not None:
        return _missing(error.param, name)
    if kind == "BadOptionUsage":
        lacks = "requires" in error.message
        return Stop(f"{error.option_name} {'needs a value behind it' if lacks else 'takes no value'}", _hint(name))
    if (extra := _EXTRA.search(error.message)) is not None:
        return Stop(f"`{name}` can do nothing with {extra[1]}", f"Texts with spaces need quotes. {_hint(name)}")
    return Stop(error.format_message(), _hint(name))


def _hint(name: str, said: str = "", known: list[str] | None = None) -> str:
    """What is nearest to what was said, and where to read how a command is used."""
    near = did_you_mean(said, known or ())
    return f"{near} `{name} --help` shows how it is used.".strip()


def _options(context: Any) -> Iterator[str]:
    """The options of a command."""
    for param in context.command.params if context is not None else ():
        if param.param_type_name == "option" and not param.hidden:
            yield from param.opts


def _missing(param: Any, name: str) -> Unanswered:
    """The error for an argument or option that must be there, with its help as the question."""
    option = param.opts[0] if param.param_type_name == "option" else (param.metavar or param.name.upper()).strip("[].")
    asked = Question(option=option, text=param.help or option)
    return Unanswered(f"{option} is missing: {asked.text}".rstrip(".:"), _hint(name), [asked])
