"""The packet as one ZIP to mail: whole, checkable, and a portfolio that reads as the one it came from."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import ROOT, Simcred
from msgspec.structs import replace
from test_naming import named  # noqa: F401 - a fixture
from test_packet import reviewed
from test_restricted import source

from simcred.app import packets
from simcred.model.evidence import EvidenceFile
from simcred.packet.bundle import originals

GOAL = "unit-organizer-fi"


@pytest.fixture
def bundle(simcred: Simcred, example: Path, tmp_path: Path) -> zipfile.ZipFile:
    ran = simcred("packet", example, "--goal", GOAL, "--zip", "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert ran.out.split() == [(tmp_path / "out" / f"{GOAL}.{ending}").as_posix() for ending in ("html", "zip")]
    assert "mail that" in ran.err
    return zipfile.ZipFile(tmp_path / "out" / f"{GOAL}.zip")


def test_every_file_is_the_original_and_listed_with_its_digest(bundle: zipfile.ZipFile, example: Path) -> None:
    names = [name.removeprefix(f"{GOAL}/") for name in bundle.namelist()]
    assert names == sorted(names)
    listed = dict(reversed(line.split("  ", 1)) for line in bundle.read(f"{GOAL}/manifest-sha256.txt").decode().splitlines())
    assert set(listed) == set(names) - {"manifest-sha256.txt"}
    for name, digest in listed.items():
        data = bundle.read(f"{GOAL}/{name}")
        assert hashlib.sha256(data).hexdigest() == digest
        if name.startswith(("evidence/", "reviews/", "portfolio")):
            assert data == (example / name).read_bytes()
    assert {"READ-ME.txt", f"packet/{GOAL}.html", "portfolio.yaml", f"reviews/{GOAL}/001-sam-okafor.yaml"} <= set(names)
    assert not any("guided" in name or ".simcred" in name for name in names), "only what this goal rests on"


def test_every_link_of_the_page_leads_to_a_file_in_it(bundle: zipfile.ZipFile) -> None:
    page = bundle.read(f"{GOAL}/packet/{GOAL}.html").decode()
    links = [unquote(unescape(link)) for link in re.findall(r'href="([^"#]+)"', page) if not link.startswith("http")]
    assert len(links) > 5
    assert all(f"{GOAL}/{link.removeprefix('../')}" in bundle.namelist() for link in links)
    assert "lie beside this page" in page


def test_unpacked_it_reads_as_the_portfolio_it_came_from(
    bundle: zipfile.ZipFile, simcred: Simcred, example: Path, tmp_path: Path
) -> None:
    bundle.extractall(tmp_path / "there")
    rows = []
    for folder in (example, tmp_path / "there" / GOAL):
        assert simcred("check", folder).code == 0
        goals = simcred("status", folder, "--json").data["portfolios"][0]["goals"]
        rows.append(
            [(row["id"], row["outcome"], row["judgement"]) for goal in goals if goal["id"] == GOAL for row in goal["rows"]]
        )
    assert rows[0] == rows[1]


def test_nothing_in_it_depends_on_the_machine(bundle: zipfile.ZipFile) -> None:
    for entry in bundle.infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.compress_type == zipfile.ZIP_STORED
        assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


def test_all_goals_go_into_one(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    assert simcred("packet", example, "--zip", "--out", tmp_path / "out").code == 0
    names = zipfile.ZipFile(tmp_path / "out/index.zip").namelist()
    assert "portfolio/packet/index.html" in names
    assert "portfolio/evidence/2026-11-18-guided-final-organizer/organizer-final.pdf" in names


def test_what_nobody_can_mail_is_refused_and_what_is_large_is_told(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "_MAILED", 1_000)
    ran = simcred("packet", example, "--zip", "--out", tmp_path / "out")
    assert ran.code == 0
    assert "many mail services take 20 MB at most" in ran.err
    monkeypatch.setattr(packets, "_MOST", 1_000)
    ran = simcred("packet", example, "--zip", "--out", tmp_path / "other")
    assert ran.code == 4
    assert "too much for one ZIP" in ran.err
    assert not (tmp_path / "other").exists()


def test_a_file_that_is_gone_is_left_out_and_the_packet_still_made(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    (example / "evidence/2026-10-15-student-work-s11/organizer-s11.jpg").unlink()
    assert simcred("packet", example, "--goal", GOAL, "--zip", "--out", tmp_path / "out").code == 0
    assert not any("organizer-s11" in name for name in zipfile.ZipFile(tmp_path / f"out/{GOAL}.zip").namelist())


def test_nothing_leads_to_what_could_run_and_nobody_is_sent_it(simcred: Simcred, example: Path) -> None:
    folder = example / "evidence/2026-09-18-draft-organizer"
    manifest = folder / "evidence.yaml"
    for name in ("evil.html", "evil.svg", "evil.exe"):
        (folder / name).write_bytes(b"<script>alert(1)</script>")
        manifest.write_text(manifest.read_text("utf-8") + f"  - path: {name}\n", "utf-8")
    ran = simcred("packet", example, "--goal", "unit-organizer-fi", "--zip", "--out", example.parent / "out")
    assert ran.code == 0, ran.err
    page = (example.parent / "out/unit-organizer-fi.html").read_text("utf-8")
    assert "organizer-draft.pdf" in page
    for name in ("evil.html", "evil.svg", "evil.exe"):
        assert f'/{name}"' not in page
        assert f"<li>{name} (25 bytes; of a kind that could run, so nothing leads to it)</li>" in page
    with zipfile.ZipFile(example.parent / "out/unit-organizer-fi.zip") as archive:
        names = archive.namelist()
    assert any(name.endswith("/organizer-draft.pdf") for name in names)
    assert not [name for name in names if "evil" in name]


def test_who_may_be_named_or_shown_is_said_before_it_is_handed_on(simcred: Simcred, example: Path) -> None:
    words = ("packet", example, "--goal", "unit-organizer-fi", "--zip", "--out", example.parent / "out")
    assert "Before you hand it on" not in simcred(*words).err
    table = example / "evidence/2026-09-15-scores/scores.csv"
    table.write_text(table.read_text("utf-8") + '"Müller, Jan",posttest,2026-10-16,15,20\n', "utf-8")
    manifest = example / "evidence/2026-09-24-class-organizer/evidence.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("people:\n  shown: []\n", ""), "utf-8")
    said = simcred(*words).err
    assert said.count("Before you hand it on: ") == 2
    shutil.copy(ROOT / "tests/data/privacy/one/files/photos/204829.jpg", manifest.parent / "whiteboard.jpg")
    assert "whiteboard.jpg says where it was taken" in simcred(*words).err
    assert "Jan" not in said


def test_a_name_in_what_is_no_item_is_said_before_it_is_handed_on(simcred: Simcred, named: Path) -> None:  # noqa: F811
    """In a review, in portfolio.yaml, and in the name of an item's folder."""
    words = ("packet", named, "--goal", GOAL, "--out", named.parent / "out")
    page = named.parent / f"out/{GOAL}.html"
    log = named / "evidence/2026-10-02-log/evidence.yaml"
    log.write_text("".join(line for line in log.read_text("utf-8").splitlines(True) if "x-note" not in line), "utf-8")
    assert "Before you hand it on" not in simcred(*words).err
    assert "still tells of" not in page.read_text("utf-8")
    reviewed(named, "evidence/2026-10-02-log/evidence.yaml")
    review = next((named / "reviews" / GOAL).glob("001-*.yaml"))
    review.write_text(f"{review.read_text('utf-8')}text: Well done Jayden Kowalczyk.\n", "utf-8")
    with (named / "portfolio.yaml").open("a", encoding="utf-8") as file:
        file.write(f"not_applicable:\n  - {{goal: {GOAL}, row: L2C-06o, reason: Jayden Kowalczyk was ill.}}\n")
    draft = named / "evidence/2026-09-18-draft-organizer"
    draft.rename(draft.with_name("2026-09-18-jayden-kowalczyk"))
    said = " ".join(simcred(*words).err.split())
    assert f"Before you hand it on: reviews/{GOAL}/{review.name}, line" in said
    assert "Before you hand it on: portfolio.yaml, line" in said
    assert "Before you hand it on: evidence: a student's full name stands in the name of a file or folder in here" in said
    assert "a student's name (3 places)" in page.read_text("utf-8").replace("&#39;", "'")


def test_names_that_not_every_system_can_keep_are_left_out_of_it(example: Path) -> None:
    """A name that Windows keeps, and one of two that differ in capitals alone."""
    names = ("con.txt", "Notes.txt", "notes.txt", "plan.txt")
    slug = "2026-10-02-log"
    for name in names:
        (example / "evidence" / slug / name).write_text(name, "utf-8")
    made, goals = source(example)
    item = made.facts.items[slug]
    made.facts.items[slug] = replace(item, files=(*item.files, *(EvidenceFile(name) for name in names)))
    there = [path.rpartition("/")[2].lower() for path in originals(made.facts, goals)]
    assert [there.count(name) for name in ("con.txt", "notes.txt", "plan.txt")] == [0, 1, 1]


def test_what_a_review_has_seen_is_packed_only_where_it_still_is_evidence(
    simcred: Simcred, example: Path, tmp_path: Path
) -> None:
    """A class list of which a review noted the digest, an item that was withdrawn since, and a file that no item lists any more."""
    (example / "notes").mkdir()
    (example / "notes/class.txt").write_text("a class list", "utf-8")
    draft, board = "evidence/2026-09-18-draft-organizer", "evidence/2026-09-24-class-organizer"
    (example / draft / "left.txt").write_text("not listed any more", "utf-8")
    with (example / board / "evidence.yaml").open("a", encoding="utf-8") as file:
        file.write("status: withdrawn\n")
    reviewed(example, "notes/class.txt", f"{draft}/left.txt", f"{draft}/evidence.yaml", f"{board}/evidence.yaml")
    assert simcred("packet", example, "--goal", GOAL, "--zip", "--out", tmp_path / "out").code == 0
    with zipfile.ZipFile(tmp_path / f"out/{GOAL}.zip") as made:
        names = {name.partition("/")[2] for name in made.namelist()}
    assert f"{draft}/evidence.yaml" in names
    assert not {name for name in names if name.startswith((board, "notes/")) or name.endswith("left.txt")}


def test_a_file_that_changes_while_it_is_packed_is_told_and_nothing_is_written(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rewritten(*words: Any) -> Any:
        """As if somebody saved one of the files after it was looked at."""
        paths = originals(*words)
        (example / next(path for path in paths if path.endswith(".pdf"))).write_bytes(b"%PDF-1.4 another one")
        return paths

    monkeypatch.setattr(packets, "originals", rewritten)
    ran = simcred("packet", example, "--goal", GOAL, "--zip", "--out", tmp_path / "out")
    assert ran.code == 4
    assert ".pdf was changed by something else meanwhile" in ran.err
    assert not (tmp_path / "out").exists()
