"""The JSON contract, the packet, and what a report says of the example."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, Ran, Simcred

from simcred.findings.finding import Place, fingerprints, found

SCHEMA = json.loads((ROOT / "schemas/report.json").read_text("utf-8"))


@pytest.mark.parametrize("command", ["status", "check"])
def test_the_report_keeps_its_contract(simcred: Simcred, example: Path, command: str) -> None:
    (example / "evidence/2026-09-18-draft-organizer/stray.txt").write_text("x")
    ran = simcred(command, example, "--json")
    assert ran.out.isascii()
    data = ran.data
    jsonschema.validate(data, SCHEMA)
    assert data["base"] == example.parent.as_posix()
    made = [finding["fingerprint"] for portfolio in data["portfolios"] for finding in portfolio["findings"]]
    assert len(set(made)) == len(made) > 0
    for portfolio in data["portfolios"]:
        for goal in portfolio["goals"]:
            counts = goal["counts"]
            assert counts["open"] == counts["total"] - counts["met"]


def test_the_example_is_in_mid_course(simcred: Simcred, example: Path) -> None:
    goals = simcred("status", example, "--json").data["portfolios"][0]["goals"]
    assert [(goal["id"], goal["state"]) for goal in goals] == [
        ("unit-organizer-pl", "ready"),
        ("unit-organizer-fi", "collecting"),
        ("unit-organizer-sp", "collecting"),
        ("paraphrasing-fi", "collecting"),
    ]
    said = {row["id"]: row["judgement"] for row in goals[1]["rows"] if row["judgement"] != "none"}
    assert said == {"L2C-02": "met", "L2C-03": "met", "L2C-04": "question", "L2C-05c": "met"}
    assert simcred("check", example, "--strict").code == 0, "else run: python scripts/example_portfolio.py"
    assert simcred("check", example, "--complete").code == 1
    assert simcred("status", example, "--exit-code").code == 1


def test_the_same_folder_gives_the_same_bytes(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin" / "example-portfolio"
    shutil.copytree(example, twin)
    first, second = (simcred("status", folder, "--json").out for folder in (example, twin))
    assert first.replace(tmp_path.as_posix(), "") == second.replace((tmp_path / "twin").as_posix(), "")


def test_packets(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    ran = simcred("packet", example, "--out", tmp_path / "all")
    assert ran.out == f"{(tmp_path / 'all/index.html').as_posix()}\n"
    page = (tmp_path / "all/index.html").read_text("utf-8")
    assert "Starter checklist, not KUCRL official" in page
    for row in ("L1-01", "L2C-08", "L2C-11"):
        assert row in page
    assert "<script" not in page
    assert simcred("packet", example, "--goal", "unit-organizer-fi", "--out", tmp_path / "one").code == 0
    one = (tmp_path / "one/unit-organizer-fi.html").read_text("utf-8")
    assert "L1-01" not in one
    again = simcred("packet", example, "--out", tmp_path / "all")
    assert again.code == 0
    assert (tmp_path / "all/index.html").read_text("utf-8") == page
    assert simcred("packet", example, "--goal", "unit-organizer-f", "--out", tmp_path / "x").code == 2


def test_formats_and_selection(simcred: Simcred, example: Path) -> None:
    (example / "evidence/2026-09-18-draft-organizer/stray.txt").write_text("x")
    assert "stray.txt: warning MC302" in simcred("check", example, "--format", "concise").out
    assert simcred("check", example, "--strict").code == 1
    assert simcred("check", example, "--strict", "--ignore", "MC302").code == 0
    assert simcred("check", example, "--select", "MC4").out.startswith("No problems")
    assert simcred("check", example, "--select", "MC99").code == 2
    assert simcred("check", example, "--format", "nonsense").code == 2
    assert simcred("status", example / "evidence").code == 0
    assert simcred("status", example.parent / "nowhere").code == 3


def test_reading_commands(simcred: Simcred) -> None:
    for words in (
        ["checklist"],
        ["checklist", 2],
        ["checklist", "--kinds"],
        ["checklist", "--interventions"],
        ["explain"],
        ["explain", "MC301"],
        ["explain", "l2c-05c"],
        ["help", "exit-codes"],
        ["schema"],
        ["schema", "evidence"],
        ["schema", "report"],
        ["--help"],
        ["--version"],
    ):
        ran = simcred(*words)
        assert ran.code == 0, (words, ran.err)
        assert ran.out.strip()
        if words[0] != "schema":
            assert max(map(len, ran.out.splitlines())) <= 80, words
    assert simcred("explain", "MC9999").code == 2
    assert simcred("nonsense").code == 2
    assert simcred("checklist", 6).code == 2


def test_names_that_are_no_text_are_told_in_json_too(simcred: Simcred, example: Path) -> None:
    """Half a character (as Python hands on such a byte) makes strict readers refuse the whole report."""
    item = os.fsencode(example / "evidence/2026-09-18-draft-organizer")
    for name in (b"\xff.pdf", "\U0001f600\xe9.pdf".encode()):
        Path(os.fsdecode(item + b"/" + name)).write_bytes(b"x")
    ran = simcred("check", example, "--json")
    assert ran.out.isascii()
    assert json.dumps(ran.data, ensure_ascii=False).encode("utf-8")
    paths = {finding["path"].rpartition("/")[2] for finding in ran.data["portfolios"][0]["findings"]}
    assert {"\\xff.pdf", "\U0001f600\xe9.pdf"} <= paths
    assert "\\xff.pdf" in simcred("check", example, "--format", "concise").out


def test_a_programmes_file_is_named_without_detours(simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "templates/programme", example.parent, dirs_exist_ok=True)
    portfolio = example.parent / "portfolios/ana"
    portfolio.parent.mkdir()
    example.rename(portfolio)
    (example.parent / "checklists/pl.yaml").write_text("rows: [", "utf-8")
    monkeypatch.chdir(example.parent)
    for folder in ("portfolios/ana", "."):
        assert simcred("check", folder, "--format", "concise").out.startswith("checklists/pl.yaml:2:")
        assert simcred("check", folder).out.startswith("checklists/pl.yaml\n")


def prints(ran: Ran) -> dict[tuple[str, str], str]:
    """The fingerprint of each finding, by its file and message; there are some."""
    found = {(f["path"], f["message"]): f["fingerprint"] for p in ran.data["portfolios"] for f in p["findings"]}
    assert found
    return found


def test_fingerprints_stay_wherever_one_looks_from(simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example / "evidence/2026-09-18-draft-organizer/stray.txt").write_text("x")
    (example / "evidence/2026-10-02-log/evidence.yaml").write_text("kind: log\nnope: 1\n", "utf-8")
    twin = example.parent / "a twin"
    shutil.copytree(example, twin)
    text = (twin / "portfolio.yaml").read_text("utf-8")
    (twin / "portfolio.yaml").write_text(text.replace("p-7h2k9q", "p-another"), "utf-8")
    first = prints(simcred("check", example, "--json"))
    for here, path in ((example.parent, example.name), (example, "."), (example / "evidence", "..")):
        monkeypatch.chdir(here)
        assert prints(simcred("check", path, "--json")) == first
    everybody = simcred("check", example.parent, "--json").data["portfolios"]
    both = [f["fingerprint"] for portfolio in everybody for f in portfolio["findings"]]
    assert set(first.values()) < set(both)
    assert len(set(both)) == len(both) == 2 * len(first)


def test_fingerprints_stay_when_lines_move(simcred: Simcred, example: Path) -> None:
    manifest = example / "evidence/2026-10-02-log/evidence.yaml"
    manifest.write_text("schema: simcred/evidence/1\nkind: log\nnope: 1\nkind: log\n", "utf-8")
    first = simcred("check", example, "--json")
    manifest.write_text("# one\n# more\n" + manifest.read_text("utf-8"), "utf-8")
    second = simcred("check", example, "--json")
    lines = [[f["line"] for f in ran.data["portfolios"][0]["findings"]] for ran in (first, second)]
    assert lines[0] != lines[1]
    assert sorted(prints(first).values()) == sorted(prints(second).values())


def test_a_finding_keeps_its_fingerprint_when_another_is_mended() -> None:
    def told(*messages: str) -> list[str]:
        return list(fingerprints([("p-1", found("MC301", message, Place("x.yaml"))) for message in messages]))

    first, second = told("a is not there on line 3", "b is not there")
    assert told("b is not there") == [second]
    assert told("a is not there on line 5") == [first]
    twins = told("a is not there", "a is not there")
    assert len(set(twins)) == 2
    assert told("a is not there") == twins[:1]
