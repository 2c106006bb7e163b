"""Answers that are missing, as values: what is asked, how each is said as an option, and the error that carries them.

A use case raises `Unanswered` with its questions. Where nobody is there to ask, that is an error like any other; at a
terminal the command line asks them, puts each answer into the command as its option, and runs the command again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from simcred.exits import Stop

Form = Literal["line", "lines", "yes-no", "path"]


class Choice(Struct, frozen=True):
    """One answer that can be given: the value as its option takes it, and what it is called."""

    value: str
    title: str = ""


class Question(Struct, frozen=True, kw_only=True):
    """One question. `option` is how its answer is said: `--name`, `--set log.ideas`, or an argument in capitals (`ROW`, `FILE`).

    `value` stands for the answer where that is shown (`--date START..END`). `explain` is said on `?`. `form`: one line, several lines, yes or no, or the path of a file. `several`: more than one answer.
    `listed`: how many of the choices are shown, where not all. `first`: an argument that stands
    before all others. `free`: other answers than the choices are possible. `skip` is the value that stands for an empty answer, None where
    nothing does. `empty` is what an empty answer means where one is possible. `after`: asked only when that option was answered; `unless`: only when none of those was. `check` raises
    `Stop` for an answer that cannot be used.
    """

    option: str
    text: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    listed: int | None = None
    first: bool = False
    default: str | None = None
    explain: str = ""
    form: Form = "line"
    several: bool = False
    optional: bool = False
    empty: str = "leave it out"
    free: bool = False
    skip: str | None = None
    after: str | None = None
    unless: tuple[str, ...] = ()
    check: Callable[[str], object] | None = None

    @property
    def is_argument(self) -> bool:
        """Whether the answer stands in the command line without an option."""
        return not self.option.startswith("-")

    def flag(self) -> str:
        """How the answer is given on the command line, such as `--set log.ideas=...`."""
        if self.is_argument:
            return self.option
        if self.option.startswith("--set "):
            return f"{self.option}=..."
        return f"{self.option} {self.value or self.option.lstrip('-').replace('-', '_').upper()}"

    def words(self, answers: Sequence[str]) -> list[str]:
        """Some answers as words of a command line."""
        if self.is_argument:
            return [f"./{answer}" if answer.startswith("-") else answer for answer in answers]
        option, _, key = self.option.partition(" ")
        if key:
            return [option, f"{key}={','.join(answers)}"]
        if self.form == "yes-no":
            return [option] if answers == ["true"] else []
        pairs = ([f"{option}={answer}"] if answer.startswith("-") else [option, answer] for answer in answers)
        return [word for pair in pairs for word in pair]


class Unanswered(Stop):
    """The command needs answers that nobody has given: what is missing, how to give it as options, and the questions."""

    def __init__(self, message: str, hint: str, questions: Sequence[Question]) -> None:
        super().__init__(message, hint)
        self.questions = tuple(questions)


def yes_or_no(text: str) -> str | None:
    """`true` or `false` as a person says it; None for anything else."""
    said = text.strip().casefold()
    return {"y": "true", "yes": "true", "true": "true", "n": "false", "no": "false", "false": "false"}.get(said)
