"""`check` of several paths: what can be read is reported, and what cannot be judged is never passed over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Simcred
from folders import portfolio

from simcred.cli.crash import report


def test_a_missing_folder_does_not_hide_a_good_one(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio(tmp_path / "good")
    bad = portfolio(tmp_path / "bad")
    (bad / "evidence/2026-09-18-draft/more.pdf").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    for words in (["good", "missing", "bad"], ["missing", "good", "missing", "bad"]):
        ran = simcred("check", *words, "--json")
        assert ran.code == 3
        assert sorted(one["path"] for one in ran.data["portfolios"]) == ["bad", "good"]
        assert [(f["code"], f["path"]) for f in ran.data["findings"]] == [("MC001", "missing")]
        assert "there is nothing at missing" in ran.data["findings"][0]["message"]
        assert "spelling" in ran.data["findings"][0]["hint"]
    ran = simcred("check", "good", "missing", "bad")
    assert ran.code == 3
    assert "there is nothing at missing" in ran.out
    assert "MC302" in ran.out
    assert "missing: error MC001" in simcred("check", "good", "missing", "--format", "concise").out


def test_a_file_that_is_in_no_portfolio_is_told_beside_the_others(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    (tmp_path / "note.txt").touch()
    ran = simcred("check", tmp_path / "note.txt", mine, "--json")
    assert ran.code == 3
    assert len(ran.data["portfolios"]) == 1
    assert "no portfolio.yaml" in ran.data["findings"][0]["message"]


def test_nothing_at_all_is_said_once(simcred: Simcred, tmp_path: Path) -> None:
    ran = simcred("check", tmp_path / "one", tmp_path / "two", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert "there is nothing at" in ran.err


def test_a_goal_is_not_missed_in_what_cannot_be_read(simcred: Simcred, example: Path) -> None:
    (example / "portfolio.yaml").write_text("x: [", "utf-8")
    ran = simcred("check", example, "--complete", "--goal", "unit-organizer-fi")
    assert ran.code == 3
    assert "MC101" in ran.out


def test_a_goal_that_cannot_be_judged_stays_and_says_so(simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.rules import outcomes

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(outcomes.consents, "every", broken)
    ran = simcred("status", example, "--json")
    goal = next(goal for goal in ran.data["portfolios"][0]["goals"] if goal["id"] == "unit-organizer-fi")
    assert (ran.code, goal["state"]) == (3, "collecting")
    assert {row["outcome"] for row in goal["rows"]} == {"cannot-tell"}
    assert simcred("packet", example, "--goal", "unit-organizer-fi", "--out", example.parent / "out").code == 0
    assert simcred("status", example, "--exit-code").code == 3


def test_what_cannot_be_read_is_told_and_is_no_bug(simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.snapshot.folder import FolderTree

    folder = example / "reviews/unit-organizer-fi"
    (folder / "form.pdf").write_bytes(b"the form")
    attested = "attestations: [{row: L2C-08, form: cue-do-review, answers: {}, file: {path: form.pdf, sha256: ZEROS}}]\n"
    review = folder / "001-sam-okafor.yaml"
    review.write_text(review.read_text("utf-8") + attested.replace("ZEROS", f'"{"0" * 64}"'), "utf-8")
    (example / ".gitignore").write_bytes((ROOT / "templates/portfolio/gitignore").read_bytes())
    whole = FolderTree._open

    def refuse(tree: FolderTree, path: str) -> object:
        if path in (".gitignore", "reviews/unit-organizer-fi/form.pdf"):
            raise PermissionError(13, "Permission denied")
        return whole(tree, path)

    monkeypatch.setattr(FolderTree, "_open", refuse)
    ran = simcred("check", example, "--json")
    told = {(f["code"], f["path"]) for f in ran.data["portfolios"][0]["findings"] if f["severity"] == "error"}
    assert told == {("MC002", ".gitignore"), ("MC002", "reviews/unit-organizer-fi/form.pdf")}
    assert ran.code == 3


def test_a_report_of_a_bug_holds_no_word_of_the_command_line(
    simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcred.app import look

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(look, "one", broken)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "Rivera").mkdir()
    ran = simcred("status", tmp_path / "Rivera", "--today", "2026-11-20", "-C", tmp_path)
    assert ran.code == 70
    (report,) = tmp_path.glob("simcred-report-*.md")
    assert "command: status" in report.read_text("utf-8")
    assert "Rivera" not in report.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "command"), [(["SECRET", "--name", "Zoe"], "(none)"), (["SECRET", "status", "--name", "Zoe"], "status")]
)
def test_a_report_of_a_bug_names_a_command_and_nothing_else_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], command: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    report(ZeroDivisionError("SECRET of Zoe"), words)
    (written,) = tmp_path.glob("simcred-report-*.md")
    text = written.read_text("utf-8")
    assert f"- command: {command}\n" in text
    assert "SECRET" not in text
    assert "Zoe" not in text


def test_what_lies_too_deep_is_told(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    deep = tmp_path / "all" / "/".join("abcdefghijklmn")
    deep.parent.mkdir(parents=True)
    shutil.copytree(example, tmp_path / "all/mine")
    assert simcred("check", tmp_path / "all").code == 3
    assert "lies too deep" in " ".join(simcred("check", tmp_path / "all").out.split())
    shutil.rmtree(tmp_path / "all/a/b/c/d/e/f/g")
    assert simcred("check", tmp_path / "all").code == 0
    shutil.copytree(example, tmp_path / "all/a/b/c/d/e/f/mine")
    assert len(simcred("check", tmp_path / "all", "--json").data["portfolios"]) == 2
