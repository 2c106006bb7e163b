"""One question at a terminal, until its answer can be used: numbers for choices, yes and no, paths, several lines."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from simcred.cli import dropped, terminal
from simcred.cli.settings import plain
from simcred.exits import Stop
from simcred.gate import visible
from simcred.questions import Choice, Question, yes_or_no
from simcred.words import did_you_mean

_SHOWN = 15
"""More choices than these are not listed: part of a name finds them."""


class Asked:
    """A question while it is asked: which choices are on the screen, and what was said last."""

    def __init__(self, question: Question) -> None:
        self.question, self.last = question, ""
        shown = question.choices[: question.listed]
        self.listed: Sequence[Choice] = shown if question.listed is not None or len(shown) <= _SHOWN else ()

    @staticmethod
    def again(question: Question, answers: Sequence[str]) -> Question:
        """The question with an earlier answer as its default."""
        return replace(question, default=answers[0]) if len(answers) == 1 and answers[0] else question

    def put(self) -> None:
        """Writes the question and its choices."""
        question = self.question
        left_out = question.optional and question.default is None
        notes = []
        if question.form == "lines":
            notes.append(f"an empty line ends it{', or leaves it out' if left_out else ''}")
        elif question.default is not None:
            notes.append(f"empty: {question.default}")
        elif left_out:
            notes.append(f"empty: {question.empty}")
        notes += ["yes or no"] if question.form == "yes-no" else []
        if plain():
            terminal.say(question.text)
            for note in notes:
                terminal.say(f"{note[:1].upper()}{note[1:]}.")
        else:
            shown = [f"[{question.default}]" if note == f"empty: {question.default}" else f"({note})" for note in notes]
            terminal.say(" ".join([question.text, *shown]))
        self.list(self.listed, most=len(self.listed))
        if question.choices and not self.listed:
            terminal.say("Part of a name lists those that have it.")

    def list(self, choices: Sequence[Choice], most: int = _SHOWN) -> None:
        """Writes some choices, with the numbers by which they can be chosen."""
        numbered = not all(choice.value.isdigit() for choice in choices)
        for number, choice in enumerate(choices[:most], 1):
            said = f"{choice.value} {choice.title}".rstrip()
            terminal.say(f"{number}: {said}" if numbered else said)
        if len(choices) > most:
            terminal.say(f"and {len(choices) - most} more; say more of its name.")
        self.listed = choices[:most]

    def chosen(self, text: str) -> str | None:
        """The value that some words mean; None where they only narrow the choice. Raises `Stop` where they mean nothing."""
        wanted = text.casefold()
        for choice in self.question.choices:
            if wanted in (choice.value.casefold(), choice.title.casefold()):
                return choice.value
        if text.isdecimal() and 0 < int(text) <= len(self.listed):
            return self.listed[int(text) - 1].value
        near = [choice for choice in self.question.choices if wanted in f"{choice.value} {choice.title}".casefold()]
        if len(near) == 1:
            terminal.say(f"{near[0].value} {near[0].title}".rstrip())
            return near[0].value
        if near:
            self.list(near)
            return None
        if self.question.free and text == self.last:
            return text
        self.last = text
        hint = did_you_mean(text, [name for choice in self.question.choices for name in (choice.value, choice.title)])
        new = " If it is new, say it again." if self.question.free else ""
        raise Stop(f"nothing here is called {text}", f"{hint}{new}".strip() or "Give a number, or part of a name.")


def ask(question: Question) -> list[str]:
    """Asks until there is an answer that can be used, or none and none is needed.

    Raises `EOFError` and `KeyboardInterrupt` when somebody stops.
    """
    asked = Asked(question)
    asked.put()
    answers: list[str] = []
    while True:
        try:
            text = terminal.read_lines() if question.form == "lines" else " ".join(terminal.read_line().split(" ")).strip()
            if text == "?":
                terminal.say(question.explain or question.text)
                terminal.say(f"As an option: {question.flag()}")
                continue
            if not text and not answers and question.default is not None:
                text = question.default
            if not text:
                if answers or question.optional:
                    return answers
                terminal.say("An answer is needed here.")
                continue
            found = _answers(asked, text)
            for answer in found:
                if question.check is not None:
                    question.check(answer)
        except Stop as stop:
            terminal.tell(stop)
            continue
        answers += found
        if answers and not (question.several and question.form == "path"):
            return answers
        if found:
            terminal.say("Another one? (empty: no)")


def _answers(asked: Asked, text: str) -> list[str]:
    """What was typed, as answers; none where the choice has only become smaller. Raises `Stop` for what is no answer."""
    question = asked.question
    if any(visible(line) != line for line in text.split("\n")):
        raise Stop("there is something in it that cannot be seen, such as an arrow key", "Type it again.")
    if question.form == "yes-no":
        said = yes_or_no(text)
        if said is None:
            raise Stop(f"{text} is not clear", "Say yes or no.")
        return [said]
    if question.form == "path":
        return dropped.paths(text)
    if not question.choices:
        return [text if question.form == "lines" else " ".join(text.split())]
    parts = [part.strip() for part in text.split(",")] if question.several else [text]
    chosen = [asked.chosen(part) for part in parts if part]
    return [value for value in chosen if value is not None]
