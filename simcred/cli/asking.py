"""Asks at a terminal for the answers that a command misses, and runs it again with them as its options."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NoReturn

from msgspec import Struct, field

from simcred.cli import terminal
from simcred.cli.choosing import Asked, ask
from simcred.cli.settings import command_words, settings
from simcred.exits import Exit, Stop
from simcred.questions import Question, Unanswered
from simcred.words import quoted

Run = Callable[[list[str]], None]
_LONG = 60
"""Longer answers show as `...` in the command that is told at the end."""


def somebody_there() -> bool:
    """Whether there is somebody to ask: a terminal to read from and to ask on, and nothing that says not to."""
    chosen = settings()
    return terminal.is_one() and not chosen.no_input and not os.environ.get("CI") and chosen.format == "text"


class _Talk(Struct):
    """What was said so far: the words the command began with, and the answers by option; `skipped` are those left empty."""

    words: list[str]
    given: dict[str, tuple[Question, list[str]]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)

    def open(self, questions: Sequence[Question]) -> list[Question]:
        """The questions that were not asked yet."""
        return [question for question in questions if question.option not in self.given and question.option not in self.skipped]

    def line(self, *, short: bool = False) -> list[str]:
        """The command line with the answers in it; `short`: what is long in them stands as `...`."""
        count = command_words(self.words)
        first: list[str] = []
        arguments: list[str] = []
        options: list[str] = []
        for question, answers in self.given.values():
            said = ["..." if short and (len(answer) > _LONG or "\n" in answer) else answer for answer in answers]
            place = first if question.first else arguments if question.is_argument else options
            place.extend(question.words(said))
        return [*self.words[:count], *first, *self.words[count:], *arguments, *options]

    def hold(self, questions: Sequence[Question]) -> None:
        """Asks some questions, in their order."""
        for question in questions:
            if question.after is not None and question.after not in self.given:
                continue
            if any(option in self.given for option in question.unless):
                continue
            answers = ask(question)
            if answers:
                self.given[question.option] = question, answers
            elif question.skip is not None:
                self.given[question.option] = question, [question.skip]
            else:
                self.skipped.add(question.option)

    def again(self, questions: Sequence[Question]) -> list[Question]:
        """The questions once more, with what was answered as what an empty answer means."""
        told = {question.option: answers for question, answers in self.given.values() if question in questions}
        for option in told:
            del self.given[option]
        self.skipped -= {question.option for question in questions}
        return [Asked.again(question, told.get(question.option, [])) for question in questions]


def answered(run: Run, words: list[str], missing: Unanswered, here: str) -> None:
    """Asks for what is missing, runs the command again in the folder it was started in, and says how to say it at once.

    Raises `missing` where nobody is there; what the command itself raises, with the command to try again; and
    `KeyboardInterrupt` when somebody stops.
    """
    if not somebody_there() or "--no-input" in words:  # the parser may have stopped before it came to that option
        raise missing
    terminal.say("A few questions. ? explains one, Ctrl-C stops with nothing saved.")
    talk = _Talk(words)
    questions, told = talk.open(missing.questions), ""
    while questions:
        try:
            talk.hold(questions)
        except (KeyboardInterrupt, EOFError):
            _stopped(talk)
        os.chdir(here)
        try:
            run(talk.line())
        except Unanswered as more:
            questions = talk.open(more.questions)
            if not questions:
                _kept(talk, more)
        except Stop as stop:
            if stop.code is not Exit.USAGE or stop.message == told:
                _kept(talk, stop)
            terminal.tell(stop)
            told, questions = stop.message, talk.again(questions)
        except SystemExit as done:
            if not done.code:
                _learn(talk)
            raise
        else:
            _learn(talk)
            return


def _learn(talk: _Talk) -> None:
    """Says the command that does the same without questions."""
    words = talk.line(short=True)
    cut = " (... stands for what you wrote)" if words != talk.line() else ""
    terminal.remark(f"The same without questions{cut}:")
    terminal.remark(_typed(words))


def _kept(talk: _Talk, stop: Stop) -> NoReturn:
    """Ends with an error; the answers are not lost."""
    terminal.say("To try again with these answers:")
    terminal.whole(_typed(talk.line()))
    raise stop


def _stopped(talk: _Talk) -> NoReturn:
    """Ends because somebody wants to; the answers are not lost."""
    terminal.say("")
    if talk.given:
        terminal.say("To go on from here:")
        terminal.whole(_typed(talk.line()))
    raise KeyboardInterrupt


def _typed(words: Sequence[str]) -> str:
    """A command line as it can be typed."""
    return " ".join(["simcred", *map(quoted, words)])
