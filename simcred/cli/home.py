"""The home screen, as a function: what `status` shows. Asked for without options, it needs no parser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from simcred.cli.ending import written
from simcred.cli.settings import done, say_by_what, settings, show, write
from simcred.exits import Exit


def home(portfolio: Path, *, every_row: bool = False, exit_code: bool = False) -> None:
    """Shows one portfolio's status; with `exit_code`, ends in 1 while a row due at submission is open."""
    from simcred.app.look import one
    from simcred.report import FORMATS, text

    batch, seen = one(portfolio, settings().look())
    say_by_what(batch)
    if settings().format == "text":
        show(text.status(batch, every_row=every_row))
    else:
        write(FORMATS[settings().format](batch))
    if not seen.assessment.readable or any(finding.code == "MC901" for finding in seen.assessment.findings):
        done(Exit.CANNOT_JUDGE)
    if exit_code and any(goal.state == "collecting" or goal.open_rows("submit") for goal in seen.assessment.goals):
        done(Exit.WORK)


def asked_plainly(words: list[str]) -> bool:
    """Whether a command line is `status` or `status FOLDER` and nothing else, so that there is nothing to parse."""
    if len(words) != 2 or words[0] != "status" or words[1][:1] == "-":
        return words == ["status"]
    try:
        return Path(words[1]).is_dir()
    except OSError:  # no name is so long: the command itself says so
        return False


def main() -> NoReturn:
    """Runs such a command line and ends the process at once: taking every module apart first would be a tenth of its time."""
    os._exit(written(lambda words: home(Path(*words[1:]))))
