"""The copy sheet: what to post on the badge site in its own order, what to keep private, and what is ticked."""

from __future__ import annotations

import random
import re
import shlex
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Simcred
from files import made
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from test_writing import contents

from simcred.packet.titles import LONGEST, SHORTEST, post_title, whole_title

GOAL = "unit-organizer-fi"
RULE = "-" * 80


def sheet(simcred: Simcred, folder: Path, goal: str = GOAL) -> str:
    ran = simcred("sheet", goal, "-C", folder)
    assert ran.code == 0, ran.err
    return ran.out


def requirements(text: str) -> list[str]:
    """The parts of a sheet, without what stands above and below them."""
    return text.split("=" * 80 + "\n")[1:-1]


def pasted(part: str) -> list[str]:
    """What stands between rules in a part: titles and texts, in turn."""
    return [block.strip("\n") for block in part.split(f"{RULE}\n")[1::2]]


def changed(folder: Path, item: str, old: str, new: str) -> None:
    """Other words in an item's manifest."""
    file = folder / "evidence" / item / "evidence.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def shown(folder: Path, people: str) -> None:
    """Says who can be seen in the draft."""
    changed(folder, "2026-09-18-draft-organizer", "files:\n", f"people:\n  {people}\nfiles:\n")


def test_it_goes_in_the_order_of_the_badge_page(simcred: Simcred, example: Path) -> None:
    parts = requirements(sheet(simcred, example))
    heads = [part.splitlines()[0] for part in parts]
    unknown = [f"{row}: its number on the badge page is not known" for row in ("L2C-09", "L2C-10", "L2C-11")]
    assert heads == [*(f"Requirement {number}" for number in range(1, 9)), *unknown]
    rows = [re.findall(r"^\[.\] (\S+)", part, re.MULTILINE) for part in parts]
    assert rows[4] == ["L2C-05a", "L2C-05b", "L2C-05c", "L2C-05d"], "rows of the same number stand together"
    assert rows[8] == ["L2C-09"]


def test_a_post_has_a_title_words_and_files(simcred: Simcred, example: Path) -> None:
    part = requirements(sheet(simcred, example))[1]
    title, text = pasted(part)
    assert title == "Draft Unit Organizer, energy and matter in ecosystems"
    assert f"Title, {len(title)} of 140 characters:" in part
    assert text.startswith("Date: 2026-09-18\n\nI drafted this the week before the unit")
    assert "\n\nStage: draft" in text
    assert max(map(len, text.splitlines())) > 80, "a paragraph is one line, so that the site gets it whole"
    assert "Attach: evidence/2026-09-18-draft-organizer/organizer-draft.pdf (" in part


def test_an_item_that_counts_for_two_rows_of_a_requirement_is_one_post(simcred: Simcred, example: Path) -> None:
    part = requirements(sheet(simcred, example))[4]
    assert part.count("The class and the nine weeks of the implementation") == 1
    assert "Title (for L2C-05a and L2C-05b)" in part


def test_logs_are_one_post(simcred: Simcred, example: Path) -> None:
    title, text = pasted(requirements(sheet(simcred, example))[5])
    assert title == "Log of the implementation: Unit Organizer"
    days = [line for line in text.splitlines() if re.match("2026-", line)]
    assert days == [
        "2026-10-02: Log, the first full week with the organizer",
        "2026-11-06: Log, the second unit with the organizer",
    ]
    assert text.count("What went well, and why?\n") == 2


def test_stages_are_told_and_what_does_not_count_yet_is_not_posted(simcred: Simcred, example: Path) -> None:
    text = sheet(simcred, example, "paraphrasing-fi")
    assert "nothing to post: nothing counts for it yet" in text
    assert "the five stages" not in text
    for stage in ("advanced_practice", "posttest", "generalization"):
        score = ["--set", f"stages.{stage}.reached=90", "--set", f"stages.{stage}.of=100"]
        words = ["--set", f"stages.{stage}.date=2026-11-18", *score]
        assert simcred("edit", "2026-09-10-paraphrasing-stages", *words, "-C", example).code == 0
    text = sheet(simcred, example, "paraphrasing-fi")
    assert "Pretest and make commitments: 2026-09-14 7.3 of 20\nDescribe: 2026-09-17\n" in text


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ("shown: []\n  deidentified: false", "names and faces are not removed"),
        ("shown: [students]", "people can be recognised and no consent record is named"),
        ("shown: [students]\n  consent: [c-period4]", "c-period4 does not allow it to be shown to everybody"),
        ("shown: []\n  heard: [students]\n  consent: [c-period4]", "c-period4 does not allow it to be shown to everybody"),
        ("shown: []\n  heard: [students]\n  deidentified: true", "people can be recognised and no consent record is named"),
        ("shown: [students]\n  consent: [c-gone]", "there is no consent record c-gone in portfolio.yaml"),
    ],
)
def test_what_is_private_is_in_no_post(simcred: Simcred, example: Path, people: str, why: str) -> None:
    shown(example, people)
    part = requirements(sheet(simcred, example))[1]
    assert why in " ".join(part.split())
    assert "KEEP PRIVATE: Draft Unit Organizer" in part
    assert "nothing to post: all of it is to be kept private" in part
    assert RULE not in part
    assert "organizer-draft.pdf" not in part
    page = html(simcred, example)
    assert "organizer-draft.pdf" not in page
    assert "Keep private:" in page


def test_a_permission_for_everybody_lets_an_item_be_posted(simcred: Simcred, example: Path) -> None:
    shown(example, "shown: [students]\n  consent: [c-period4]")
    file = example / "portfolio.yaml"
    file.write_text(file.read_text("utf-8").replace("      - crl\n", "      - crl\n      - public\n"), "utf-8")
    assert "KEEP PRIVATE" not in sheet(simcred, example)
    file.write_text(file.read_text("utf-8").replace("      - image\n", ""), "utf-8")
    text = sheet(simcred, example)
    assert "KEEP PRIVATE" in text
    assert "c-period4 does not cover image" in " ".join(text.split())
    file.write_text(
        file.read_text("utf-8").replace("      - voice\n", "      - image\n").replace("2027-08-31", "2026-11-01"), "utf-8"
    )
    assert "KEEP PRIVATE" in sheet(simcred, example), "it has run out"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "start: 2026-09-02\n      end: 2026-09-11",
            "start: 2026-10-05\n      end: 2026-10-06",
            "was signed more than 14 days after the recording",
        ),
        ("end: 2026-09-11", "end: 2026-11-21", "is not signed yet (2026-09-02 to 2026-11-21)"),
        ("      - crl\n", "", "does not allow your developer and the centre to see it"),
        ("until: 2027-08-31", "until: 2026-09-10", "had run out by then (2026-09-10)"),
        ("until: 2027-08-31", "until: 2026-11-19", "has run out (2026-11-19)"),
        ("until: 2027-08-31", "until: 2026-11-20", None),
    ],
)
def test_what_the_rule_refuses_is_not_posted(simcred: Simcred, example: Path, old: str, new: str, why: str | None) -> None:
    shown(example, "shown: [students]\n  consent: [c-period4]")
    file = example / "portfolio.yaml"
    text = file.read_text("utf-8").replace("      - crl\n", "      - public\n      - crl\n")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    told = " ".join(sheet(simcred, example).split())
    assert f"c-period4 {why}" in told if why is not None else "KEEP PRIVATE" not in told


def test_what_others_say_and_permissions_are_not_posted(simcred: Simcred, example: Path) -> None:
    text = sheet(simcred, example)
    for row, why in [
        ("L2C-01", "it is about a person"),
        ("L2C-09", "the permissions stay at school; they are never posted"),
        ("L2C-11", "another person says it"),
    ]:
        assert re.search(rf"\[ \] {row}  .*\n    nothing to post: {why}", text)


def test_teachers_whom_one_guides_are_not_named(simcred: Simcred, example: Path) -> None:
    item = "2026-11-04-guided-implementation"
    assert simcred("edit", item, "--set", "guided.name=Nobody Else", "-C", example).code == 0
    text = sheet(simcred, example, "unit-organizer-sp")
    assert item not in text
    assert "Group, size:" in text
    assert "Nobody Else" not in text


def test_links_and_large_files(simcred: Simcred, example: Path) -> None:
    item = example / "evidence/2026-09-18-draft-organizer"
    Image.frombytes("L", (2200, 2000), random.Random(7).randbytes(4_400_000)).save(example.parent / "large.png")
    words = [example.parent / "large.png", "--link", "https://video.example.org/a", "--set", "people.shown=nobody"]
    assert simcred("edit", item, *words, "-C", example).code == 0
    part = requirements(sheet(simcred, example))[1]
    assert "4.4 MB; over 4 MB: another badge site takes no more" in " ".join(part.split())
    assert "Link:   https://video.example.org/a" in part


def test_ticks(simcred: Simcred, example: Path) -> None:
    before = (example / "portfolio.yaml").read_bytes()
    ran = simcred("sheet", GOAL, "--posted", "l2c-02", "--posted", "L2C-03,L2C-11", "-C", example)
    assert ran.code == 0, ran.err
    assert "L2C-02, L2C-03 and L2C-11 are ticked as posted." in ran.err
    assert "For L2C-11, the sheet has nothing to post: another person says it." in ran.err
    assert "Left to post: L2C-04," in ran.err
    assert ran.out.splitlines()[0] == "L2C-04"
    new = b"    posted:\n      - L2C-02\n      - L2C-03\n      - L2C-11\n"
    after = (example / "portfolio.yaml").read_bytes()
    assert new in after
    assert after.replace(new, b"") == before
    text = sheet(simcred, example)
    assert "[x] L2C-02" in text
    assert "[ ] L2C-04" in text
    ran = simcred("sheet", GOAL, "--not-posted", "L2C-03", "--not-posted", "L2C-11", "-C", example)
    assert "L2C-03 and L2C-11 are not ticked any more." in ran.err
    assert "L2C-03" in ran.out.split()
    assert simcred("sheet", GOAL, "--not-posted", "L2C-02", "-C", example).code == 0
    assert simcred("sheet", GOAL, "--not-posted", "L2C-02", "-C", example).err.startswith("The ticks stand so already")
    assert "posted:" not in (example / "portfolio.yaml").read_text("utf-8").replace("posted: []", "")
    assert simcred("undo", "-C", example).code == 0
    assert b"- L2C-02" in (example / "portfolio.yaml").read_bytes()


def test_when_all_is_ticked_it_is_said(simcred: Simcred, example: Path) -> None:
    rows = simcred("sheet", GOAL, "--posted", "L2C-02", "-C", example).out.split()
    ran = simcred("sheet", GOAL, "--posted", ",".join(rows), "-C", example)
    assert "Everything that there is to post is ticked." in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["unit-organiser-fi"], "Did you mean unit-organizer-fi"),
        ([GOAL, "--posted", "L2C-22"], "Did you mean L2C-02"),
        ([GOAL, "--posted", ","], "no row is named"),
        ([GOAL, "--not-posted", " "], "no row is named"),
        ([GOAL, "--posted", "L2C-02", "--not-posted", "L2C-02"], "cannot be posted and not posted"),
        ([GOAL, "--out", "there"], "Add --format html"),
        ([GOAL, "--format", "json"], "It has text and html"),
        ([GOAL, "--format", "html", "--out", "evidence/x"], "evidence/x is among what the portfolio keeps"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(simcred: Simcred, example: Path, words: list[str], message: str) -> None:
    before = contents(example)
    simcred("status", "-C", example)
    ran = simcred("sheet", *words)
    assert ran.code == 2, ran
    assert message in ran.err
    assert contents(example) == before


def html(simcred: Simcred, folder: Path) -> str:
    ran = simcred("sheet", GOAL, "--format", "html", "--out", folder.parent / "out", "-C", folder)
    assert ran.code == 0, ran.err
    path = folder.parent / "out" / f"{GOAL}-sheet.html"
    assert ran.out == f"{path.as_posix()}\n"
    return path.read_text("utf-8")


class Page(HTMLParser):
    """What stands in the fields of a page, by their labels' target, and which tags it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.fields: dict[str, str] = {}
        self._in: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in = dict(attrs)["id"] if tag == "textarea" else self._in

    def handle_endtag(self, tag: str) -> None:
        self._in = None if tag == "textarea" else self._in

    def handle_data(self, data: str) -> None:
        if self._in is not None:
            self.fields[self._in] = self.fields.get(self._in, "") + data


def test_the_page_says_what_the_text_says(simcred: Simcred, example: Path) -> None:
    page = Page(html(simcred, example))
    words = [text.removeprefix("\n") for text in page.fields.values()]
    plain = [text for part in requirements(sheet(simcred, example)) for text in pasted(part)]
    assert words == plain
    labels = [attributes["for"] for tag, attributes in page.tags if tag == "label"]
    assert labels == list(page.fields)
    assert all("readonly" in attributes for tag, attributes in page.tags if tag == "textarea")


def test_the_page_has_no_script_and_escapes_what_people_wrote(simcred: Simcred, example: Path) -> None:
    attack = "</textarea><script>alert(1)</script>"
    assert (
        simcred(
            "edit", "2026-09-18-draft-organizer", "--set", f"narrative={attack} \u00ab", "--title", attack, "-C", example
        ).code
        == 0
    )
    text = html(simcred, example)
    assert "<script" not in text
    assert attack in unescape(text)
    page = Page(text)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "iframe", "form", "img", "object"})
    policy = next(attributes["content"] for tag, attributes in page.tags if tag == "meta" and "http-equiv" in attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert html(simcred, example) == text, "the same bytes for the same portfolio"


def test_hostile_words_hide_nothing_and_command_nothing(simcred: Simcred, example: Path) -> None:
    changed(example, "2026-09-18-draft-organizer", "narrative: >-\n", "narrative: |-\n  ::error::x\n")
    text = sheet(simcred, example)
    assert "\n::error" not in text
    assert "\\u003a" not in text, "what is to be pasted is exact, or not there"
    assert f"Copy it from the page: simcred sheet {GOAL} --format html -C " in " ".join(text.split())
    assert any("::error::x" in field for field in Page(html(simcred, example)).fields.values())


def test_the_command_that_ticks_works_as_it_stands(simcred: Simcred, example: Path) -> None:
    line = sheet(simcred, example).splitlines()[-1]
    assert line.startswith("Tick what you posted: simcred sheet ")
    words = shlex.split(line.partition("simcred ")[2])
    assert words[-2] == "-C"
    assert "is ticked as posted." in simcred(*words).err


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=3, max_size=400))
def test_a_title_fits_the_site_and_is_cut_at_a_word(text: str) -> None:
    title = post_title(text)
    assert len(title) <= LONGEST
    assert "\n" not in title
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        assert title == line
    else:
        assert title.endswith("...")
        assert line.startswith(title.removesuffix("...").rstrip())


def test_a_title_is_cut_at_a_word_or_within_one_that_is_too_long() -> None:
    assert post_title("word " * 60) == "word " * 26 + "word..."
    assert len(post_title("w" * 200)) == LONGEST
    assert post_title("x " + "w" * 200) == f"x {'w' * 135}..."


@pytest.mark.parametrize(
    "sign", ["e\u0301\u0323", "\U0001f469\u200d\U0001f3eb", "\U0001f44d\U0001f3fd", "\U0001f1eb\U0001f1ee", "\u1112\u1161\u11ab"]
)
def test_a_title_is_not_cut_inside_a_sign(sign: str) -> None:
    for shift in range(len(sign)):
        title = post_title("x" * shift + sign * 100)
        assert title.endswith("...")
        kept = title.removesuffix("...")[shift:]
        assert kept == sign * (len(kept) // len(sign))
        assert LONGEST - len(sign) - 3 < len(title) <= LONGEST
    assert len(post_title("e" + "\u0301" * 300)) == LONGEST, "one sign that is too long is cut all the same"


def test_a_short_title_gets_the_row_s_behind_it(simcred: Simcred, example: Path) -> None:
    assert whole_title(" UO ", "Draft of a device") == "UO: Draft of a device"
    assert whole_title("\u200c\u00a0", "Draft of a device") == "Draft of a device"
    assert whole_title("Map", "Draft of a device") == "Map"
    changed(example, "2026-09-18-draft-organizer", "title: Draft Unit Organizer, energy and matter in ecosystems", "title: '  A'")
    title, _ = pasted(requirements(sheet(simcred, example))[1])
    assert title.startswith("A: ")
    assert SHORTEST < len(title) <= LONGEST


SCORES = "2026-09-15-scores"


def test_a_table_of_students_is_told_and_never_attached(simcred: Simcred, example: Path) -> None:
    text = sheet(simcred, example)
    part = next(part for part in requirements(text) if f"evidence/{SCORES}/scores.csv" in part)
    plain = " ".join(part.split())
    assert f"DO NOT ATTACH: evidence/{SCORES}/scores.csv: each of its lines is a student's" in plain
    assert f"Attach: evidence/{SCORES}" not in part.replace("DO NOT ATTACH", "")
    assert re.search(r"^Pretest, 2026-09-\d\d: \d+ students, mean \d+ %$", part, re.MULTILINE)
    assert not re.search(r"\bS\d\d\b", part)
    assert "range" not in part
    page = html(simcred, example)
    assert "<strong>Do not attach</strong>" in page
    assert f'scores.csv">evidence/{SCORES}' not in page


def test_of_a_small_group_no_mean_is_told(simcred: Simcred, example: Path) -> None:
    table = example / "evidence" / SCORES / "scores.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    for students, told in ((10, True), (9, False)):
        few = [
            line
            for line in lines
            if line.startswith("student") or line.split(",")[0] in {f"S{n:02}" for n in range(1, students + 1)}
        ]
        table.write_text("".join(few), "utf-8")
        assert (f": {students} students, mean" in sheet(simcred, example)) is told


def test_a_link_of_which_nobody_said_whom_it_shows_is_looked_at_first(simcred: Simcred, example: Path) -> None:
    manifest = example / "evidence/2026-09-18-draft-organizer/evidence.yaml"
    with manifest.open("a", encoding="utf-8") as file:
        file.write("links:\n  - url: https://drive.example.org/a\n")
    plain = " ".join(sheet(simcred, example).split())
    assert "look first: nobody said whether somebody can be seen or heard in https://drive.example.org/a" in plain


@pytest.mark.parametrize("people", ["shown: []\n  consent: [c-period4]", "shown: [students]\n  consent: [c-period4]"])
def test_what_was_promised_to_be_gone_is_not_posted(simcred: Simcred, example: Path, people: str) -> None:
    shown(example, people)
    file = example / "portfolio.yaml"
    text = file.read_text("utf-8").replace("      - crl\n", "      - crl\n      - public\n")
    for day, over in (("2026-11-19", True), ("2026-11-20", False)):
        file.write_text(text.replace("until: 2027-08-31\n", f"until: 2027-08-31\n    retain_until: {day}\n"), "utf-8")
        told = " ".join(sheet(simcred, example).split())
        assert ("what c-period4 allows was to be kept until 2026-11-19 only" in told) is over


def test_a_spreadsheet_is_never_attached_either(simcred: Simcred, example: Path) -> None:
    (example.parent / "points.xlsx").write_bytes(made("points.xlsx"))
    assert simcred("edit", SCORES, example.parent / "points.xlsx", "-C", example).code == 0
    part = next(part for part in requirements(sheet(simcred, example)) if "points.xlsx" in part)
    assert f"DO NOT ATTACH: evidence/{SCORES}/points.xlsx" in " ".join(part.split())


def test_an_item_with_a_link_to_another_place_in_its_folder_is_looked_at_first(simcred: Simcred, example: Path) -> None:
    item = "evidence/2026-09-18-draft-organizer"
    (example / item / "away.pdf").symlink_to(example / "portfolio.yaml")
    part = requirements(sheet(simcred, example))[1]
    assert f"look first: {item}/away.pdf is a link to another place" in " ".join(part.split())
    assert "Attach:" not in part


def test_means_of_one_or_two_students_are_not_told(simcred: Simcred, example: Path) -> None:
    file = example / "evidence" / SCORES / "scores.csv"
    header, *lines = file.read_text("utf-8").splitlines()
    few = [line for line in lines if line.split(",")[0] in {line.split(",")[0] for line in lines[:2]}]
    file.write_text("\n".join([header, *few, ""]), "utf-8")
    part = next(part for part in requirements(sheet(simcred, example)) if f"evidence/{SCORES}/scores.csv" in part)
    assert "students, mean" not in part
    assert "say in your own words what it shows" in " ".join(part.split())


def test_a_table_with_names_is_to_be_looked_at_first(simcred: Simcred, example: Path) -> None:
    file = example / "evidence" / SCORES / "scores.csv"
    first = file.read_text("utf-8").splitlines()[1].split(",")[0]
    file.write_text(file.read_text("utf-8").replace(f"{first},", "Mia Lindholm,"), "utf-8")
    text = sheet(simcred, example)
    told = " ".join(text.split())
    assert "look first: the student in line" in told
    assert "looks like somebody's full name" in told
    assert "Mia" not in text
    assert "scores.csv" not in text


def test_a_picture_of_which_nobody_said_whom_it_shows_is_looked_at_first(simcred: Simcred, example: Path) -> None:
    Image.new("L", (40, 40)).save(example.parent / "class.png")
    item = example / "evidence/2026-09-18-draft-organizer"
    assert simcred("edit", item, example.parent / "class.png", "-C", example).code == 0
    part = requirements(sheet(simcred, example))[1]
    assert "look first: nobody said whether somebody can be seen or heard in class.png" in " ".join(part.split())
    assert "Attach:" not in part
    assert simcred("edit", item, "--set", "people.shown=nobody", "-C", example).code == 0
    assert "Attach: evidence/2026-09-18-draft-organizer/class.png" in requirements(sheet(simcred, example))[1]
