"""The steps after something private was saved or shared, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcred.model.guide import Saved, Step
from simcred.report.lines import Line, blank, line


def lines(saved: Saved, steps: Sequence[Step]) -> Iterator[Line]:
    """The guide."""
    yield line((f"When {saved.path} was saved or shared, and should not have been", "title"))
    yield line((_how_far(saved.versions), "quiet"))
    for number, step in enumerate(steps, start=1):
        yield blank()
        yield line((f"{number}. {step.title}", "title"))
        for text in step.texts:
            yield line(text, indent=3)
        for words in step.commands:
            yield line((words, "code"), indent=6, whole=True)


def _how_far(versions: int | None) -> str:
    """How far it has come, as far as this computer knows."""
    if versions is None:
        return "git cannot say whether it was saved; go through all steps."
    if versions == 0:
        return "It was not saved in git here. What follows is for copies that you made or sent."
    return "It was saved in git here. Whether it was shared, nobody can see from here; go through all steps."
