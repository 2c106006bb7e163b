"""Students' scores as a picture and as a table that says the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import fmean
from typing import Any

import leather
from markupsafe import Markup, escape
from msgspec import Struct

from simcred.load.scores import Score

_WIDTH, _HEIGHT = 680, 320
_STUDENT, _MEAN = "#8a94a0", "#2f7fd1"
"""Both stand out at 3:1 from white and from the dark page; the page's own style colours words and axes."""
_ROOM, _LETTER = 580, 7.5
"""Where the columns stand, and a letter's width: names that do not fit below their columns give way to numbers."""
_MOST_COLUMNS = 60
"""Days and measures drawn; with more, no day could be told from the next."""
_MOST_LINES = 60
"""Students drawn one by one; more would be a grey area that says nothing."""

Point = tuple[int, float]

leather.theme.background_color = "#ffffff"  # leather's own way to say it; on a page the style takes the place of these
leather.theme.label_color = "#1b1f24"
leather.theme.tick_color = leather.theme.zero_color = "#c3cad3"


class Column(Struct, frozen=True):
    """The scores of one measure on one day in percent: what the picture shows as one place, and the table as one row."""

    name: str
    day: str
    by_student: dict[str, float]

    @property
    def mean(self) -> float:
        """The mean in percent."""
        return fmean(self.by_student.values())

    def told(self) -> dict[str, Any]:
        """The column as a row of the table, in whole percent."""
        values = self.by_student.values()
        return {
            "measure": self.name,
            "day": self.day,
            "students": len(values),
            "mean": f"{self.mean:.0f} %",
            "range": f"{min(values):.0f} to {max(values):.0f} %",
        }


def chart(scores: Sequence[Score], names: Mapping[str, str], anchor: str) -> dict[str, Any] | None:
    """The picture (SVG), a sentence that says what it shows, and the table; None where there is nothing to draw.

    Where there is too much to draw, the sentence says so, and picture and table are empty.

    `names` are the measures' names in their order; `anchor` makes the picture's ids the page's own.
    """
    columns = _columns(scores, names)
    if not columns:
        return None
    said = _sentence(columns)
    if len(columns) > _MOST_COLUMNS:
        return {"svg": "", "said": f"{said} There are {len(columns)} days and measures, too many to draw.", "rows": []}
    numbered = max(len(column.name) for column in columns) * _LETTER > _ROOM / len(columns)
    labels = [str(place) if numbered else column.name for place, column in enumerate(columns, start=1)]
    rows = [{**column.told(), "number": label if numbered else ""} for column, label in zip(columns, labels, strict=True)]
    return {"svg": _svg(columns, labels, said, anchor), "said": said, "rows": rows}


def table(scores: Sequence[Score], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows that the table below the picture has, without the picture."""
    columns = _columns(scores, names)
    return [column.told() for column in columns] if len(columns) <= _MOST_COLUMNS else []


def _columns(scores: Sequence[Score], names: Mapping[str, str]) -> list[Column]:
    """The scores by day and measure, in the order of days; a student's last score of a day and measure counts."""
    order = {measure: number for number, measure in enumerate(names)}

    def place(score: Score) -> tuple[str, int]:
        """Where a score stands in the order of columns."""
        return str(score.date), order.get(score.measure, len(order))

    return [
        Column(names.get(group[0].measure, group[0].measure), day, {of.student: 100 * of.score / of.out_of for of in group})
        for (day, _), held in groupby(sorted(scores, key=place), key=place)
        if (group := list(held))
    ]


def _sentence(columns: Sequence[Column]) -> str:
    """What the picture shows, in words."""
    students = {student for column in columns for student in column.by_student}
    who = f"{len(students)} student{'' if len(students) == 1 else 's'}"
    first, last = columns[0], columns[-1]
    if len(columns) == 1:
        return f"Scores of {who}: {first.name} on {first.day}, mean {first.mean:.0f} %."
    return (
        f"Scores of {who}: mean {first.mean:.0f} % at the {first.name.lower()} ({first.day}), "
        f"{last.mean:.0f} % at the {last.name.lower()} ({last.day})."
    )


def _lines(columns: Sequence[Column]) -> list[list[Point]]:
    """The points of each student, from column to column; of the first students only, where there are very many."""
    students = sorted({student for column in columns for student in column.by_student})[:_MOST_LINES]
    return [
        [(place, column.by_student[student]) for place, column in enumerate(columns, start=1) if student in column.by_student]
        for student in students
    ]


class _Line(leather.Line):  # type: ignore[misc]  # leather has no types
    """A line that needs no legend: what is drawn is told below the picture."""

    def legend_to_svg(self, series: object, palette: object) -> list[object]:
        """Nothing."""
        return []


class _Dots(leather.Dots):  # type: ignore[misc]  # leather has no types
    """Dots that need no legend."""

    def legend_to_svg(self, series: object, palette: object) -> list[object]:
        """Nothing."""
        return []


def _svg(columns: Sequence[Column], labels: Sequence[str], said: str, anchor: str) -> Markup:
    """The picture: a thin line for each student, a strong one for the mean, a place for each column."""
    drawn = leather.Chart()
    drawn.add_x_scale(0.6, len(columns) + 0.4)
    top = max(100.0, *(value for column in columns for value in column.by_student.values()))
    drawn.add_y_scale(0, top)
    drawn.add_x_axis(ticks=list(range(1, len(columns) + 1)), tick_formatter=lambda value, place, count: labels[int(value) - 1])
    drawn.add_y_axis(ticks=[0, 25, 50, 75, 100], tick_formatter=lambda value, place, count: f"{value} %")
    for line in _lines(columns):
        _draw(drawn, line, _STUDENT, width=1, radius=2.5)
    _draw(drawn, [(place, column.mean) for place, column in enumerate(columns, start=1)], _MEAN, width=3, radius=5)
    return _named(drawn.to_svg(width=_WIDTH, height=_HEIGHT), said, anchor)


def _draw(drawn: leather.Chart, points: list[Point], colour: str, *, width: float, radius: float) -> None:
    """One line with its dots; a single point has no line."""
    series = leather.Series(points)
    if len(points) > 1:
        drawn.add_series(series, _Line(colour, width))
    drawn.add_series(series, _Dots(colour, radius))


_START = re.compile(r"<svg [^>]*>")
_FAMILY = re.compile(r' font-family="[^"]*"')


def _named(svg: str, said: str, anchor: str) -> Markup:
    """The picture with its sentence as its name, of any width, in the page's own letters."""
    start = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="{escape(anchor)}:chart">'
    title = f'<title id="{escape(anchor)}:chart">{escape(said)}</title>'
    return Markup(_START.sub(lambda _: start + title, _FAMILY.sub("", svg), count=1))  # noqa: S704 - leather's own marks, names escaped by it
