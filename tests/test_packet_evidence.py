"""Evidence on the page: words before pictures, pictures with words, scores drawn and told, and what does not count yet."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path
from statistics import fmean

import pytest
from conftest import TODAY, Simcred

from simcred.load.scores import Score, parse
from simcred.packet.chart import chart


def made(simcred: Simcred, folder: Path, *words: str) -> str:
    """The packet's page."""
    ran = simcred("packet", folder, *words, "--out", folder.parent / "out")
    assert ran.code == 0, ran.err
    return Path(ran.out.split()[0]).read_text("utf-8")


def cards(page: str) -> dict[str, str]:
    return dict(re.findall(r'<article class="card" id="([^"]+)">(.*?)</article>', page, re.DOTALL))


def test_every_picture_is_shown_with_words_that_stand_for_it(simcred: Simcred, example: Path) -> None:
    page = made(simcred, example, "--goal", "unit-organizer-fi")
    images = re.findall(r'<img src="([^"]*)" width="([0-9]+)" height="([0-9]+)" alt="([^"]*)">', page)
    assert page.count("<img") == len(images) >= 4
    assert all(address.startswith(("data:image/jpeg;base64,", "data:image/png;base64,")) for address, *_ in images)
    words = [unescape(alt) for *_, alt in images]
    assert "Picture of whiteboard.jpg: The whiteboard at the end of the lesson; nobody is in the picture" in words
    assert any(alt.startswith("First page of organizer-draft.pdf: The draft organizer") for alt in words)
    manifest = example / "evidence/2026-09-24-class-organizer/evidence.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(re.sub(r"\n +description:.*(\n {6,}.*)*", "", text), "utf-8")
    page = made(simcred, example, "--goal", "unit-organizer-fi")
    assert 'alt="Picture of whiteboard.jpg, which has no description"' in page


def test_words_come_before_pictures_and_lists(simcred: Simcred, example: Path) -> None:
    page = made(simcred, example, "--goal", "unit-organizer-fi")
    card = cards(page)["item:unit-organizer-fi:2026-09-18-draft-organizer"]
    assert card.index("I drafted this the week before") < card.index("<img") < card.index("organizer-draft.pdf (")


def test_what_is_words_alone_comes_first(simcred: Simcred, example: Path) -> None:
    """A coaching talk with a file is older than one without, and yet comes after it."""
    older, newer = example / "evidence/2026-10-08-coaching", example / "evidence/2026-10-20-coaching"
    newer.mkdir()
    text = (older / "evidence.yaml").read_text("utf-8")
    (newer / "evidence.yaml").write_text(text.replace("date: 2026-10-08", "date: 2026-10-20"), "utf-8")
    (older / "notes.md").write_text("Notes.\n", "utf-8")
    (older / "evidence.yaml").write_text(text.rstrip("\n") + "\nfiles:\n  - path: notes.md\n", "utf-8")
    page = made(simcred, example, "--goal", "unit-organizer-fi")
    assert page.index('id="item:unit-organizer-fi:2026-10-20-coaching"') < page.index(
        'id="item:unit-organizer-fi:2026-10-08-coaching"'
    )


def test_scores_are_drawn_and_told(simcred: Simcred, example: Path) -> None:
    """Percent of what could be reached, also where one test was longer than another."""
    table = example / "evidence/2026-09-15-scores/scores.csv"
    table.write_text(re.sub(r"^(S0[1-5],.*),20$", r"\1,40", table.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    with table.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert {line["out_of"] for line in lines if line["measure"] == "pretest"} == {"20", "40"}
    page = made(simcred, example, "--goal", "unit-organizer-fi")
    card = cards(page)["item:unit-organizer-fi:2026-09-15-scores"]
    svg = card[card.index("<svg") : card.index("</svg>")]
    for measure in ("pretest", "posttest"):
        percent = [100 * float(line["score"]) / float(line["out_of"]) for line in lines if line["measure"] == measure]
        row = re.search(rf'<th scope="row">{measure.capitalize()}</th>(.*?)</tr>', card, re.DOTALL)
        assert row is not None
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", row[1])
        assert cells[1:] == [str(len(percent)), f"{fmean(percent):.0f} %", f"{min(percent):.0f} to {max(percent):.0f} %"]
        assert f"{fmean(percent):.0f} %" in svg.partition("</title>")[0]
    students = {line["student"] for line in lines}
    assert svg.count("<circle") == len(lines) + 2, "a dot for each score and each mean"
    assert svg.count("<path") == len(students) + 1, "a line for each student and one for the mean"
    assert not re.search(r"<script|<style| style=|https?:(?!//www\.w3\.org/2000/svg)", svg)


def test_what_only_lacks_something_is_on_the_page_and_says_so(simcred: Simcred, example: Path) -> None:
    page = made(simcred, example, "--goal", "paraphrasing-fi")
    stages = cards(page)["item:paraphrasing-fi:2026-09-10-paraphrasing-stages"]
    assert "does not count yet" in stages
    assert re.search(r'Generalization</th><td data-name="Day">not yet</td>', stages)
    assert re.search(r"Verbal practice</th><td[^>]*>2026-10-06</td><td[^>]*>100 of 100</td>", stages)
    assert "does not count yet" not in cards(page)["item:paraphrasing-fi:2026-11-13-paraphrasing-log"]
    assert "paraphrasing-scores/scores.csv" in page.partition("Integrity appendix")[2]


def test_words_too_long_for_the_page_are_a_link(simcred: Simcred, example: Path) -> None:
    folder = example / "evidence/2026-09-18-draft-organizer"
    manifest = folder / "evidence.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(re.sub(r"narrative: >-\n(  .*\n|\n)+", "narrative_file: story.md\n", text), "utf-8")
    for words, shown in (("We drew the map together. ", False), ("We drew the map together. " * 8_000, True)):
        (folder / "story.md").write_text(words, "utf-8")
        card = cards(made(simcred, example))["item:unit-organizer-fi:2026-09-18-draft-organizer"]
        assert ("We drew the map together." in card) is not shown
        assert ("story.md</a> (208 KB): the words of this item, which cannot be shown here" in card) is shown


@pytest.mark.parametrize("goal", ["paraphrasing-fi", "content"])
def test_ids_are_given_once_and_links_lead_somewhere(simcred: Simcred, example: Path, goal: str) -> None:
    """Also where a goal is called as a part of the page."""
    manifest = example / "portfolio.yaml"
    manifest.write_bytes(manifest.read_bytes().replace(b"id: paraphrasing-fi", b"id: " + goal.encode()))
    page = made(simcred, example)
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, times in ids.items() if times > 1] == []
    assert {unescape(name) for name in re.findall(r'href="#([^"]+)"', page)} <= set(ids)


def test_the_same_input_gives_the_same_bytes(example: Path, tmp_path: Path) -> None:
    """In two processes, with other hash seeds, other caches and another time of day."""
    for number in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": number,
            "SIMCRED_CACHE": str(tmp_path / f"cache-{number}"),
            "TZ": f"UTC{number}",
        }
        words = ["packet", example, "--zip", "--out", tmp_path / number, "--today", TODAY]
        run = [sys.executable, "-c", "from simcred.cli.main import main; main()", *map(str, words)]
        subprocess.run(run, check=True, capture_output=True, env=environment)
    for name in ("index.html", "index.zip"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


@pytest.mark.parametrize("columns", [1, 2, 4, 5, 12])
def test_columns_are_named_while_there_is_room(columns: int) -> None:
    lines = "student,measure,date,score,out_of\n" + "".join(
        f"S01,controlled,2026-10-{day:02},{day},20\n" for day in range(1, columns + 1)
    )
    drawn = chart(parse(lines.encode()).rows, {"controlled": "Controlled practice"}, "x")
    assert drawn is not None
    labels = re.findall(r'text-anchor="middle"[^>]*>([^<]*)<', str(drawn["svg"]))
    assert labels == (["Controlled practice"] * columns if columns <= 4 else [str(n) for n in range(1, columns + 1)])
    assert len(drawn["rows"]) == columns


def test_scores_are_percent_of_what_could_be_reached() -> None:
    data = b"student,measure,date,score,out_of\nS1,pretest,2026-09-15,10,40\nS2,pretest,2026-09-15,20,20\n"
    drawn = chart(parse(data).rows, {"pretest": "Pretest"}, "x")
    assert drawn is not None
    (row,) = drawn["rows"]
    assert (row["students"], row["mean"], row["range"]) == (2, "62 %", "25 to 100 %")


def test_names_in_a_table_of_scores_are_text() -> None:
    scores = [Score("<b>&S01", 'pre"test', __import__("datetime").date(2026, 9, 1), 5, 10)]
    drawn = chart(scores, {}, 'a"b')
    assert drawn is not None
    assert "<b>" not in str(drawn["svg"])
    assert 'id="a&#34;b:chart"' in str(drawn["svg"])
    assert chart([], {}, "x") is None


def test_a_short_answer_stands_under_its_question_too(simcred: Simcred, example: Path) -> None:
    assert simcred("edit", "2026-10-02-log", "--set", "log.ideas=A wall map.", "-C", example).code == 0
    assert "<dt>Which ideas came up?</dt><dd>A wall map.</dd>" in made(simcred, example, "--goal", "unit-organizer-fi")


@pytest.mark.parametrize("days", [60, 61])
def test_more_days_than_can_be_told_apart_are_not_drawn(simcred: Simcred, example: Path, days: int) -> None:
    lines = (f"S0{who},pretest,{dt.date(2026, 1, 1) + dt.timedelta(day)},5,20" for day in range(days) for who in (1, 2))
    table_ = example / "evidence/2026-09-15-scores/scores.csv"
    table_.write_text("\n".join(["student,measure,date,score,out_of", *lines, ""]), "utf-8")
    card = cards(made(simcred, example, "--pdf"))["item:unit-organizer-fi:2026-09-15-scores"]
    assert ("<svg" in card) is (days == 60)
    assert ("61 days and measures, too many to draw. From scores.csv." in card) is (days == 61)
    assert "Scores of 2 students" in card
