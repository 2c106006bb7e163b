"""The size gate: what is too large is refused before it is copied, and told wherever it lies."""

from __future__ import annotations

import os
from pathlib import Path

import files
import pytest
from conftest import Simcred
from folders import portfolio
from test_contents import limits
from test_writing import contents

from simcred.app.places import starter
from simcred.findings.finding import About, Place
from simcred.model.programme import Limit
from simcred.rules.sizes import weigh

LIMITS = starter().limits
MB = 1_000_000


@pytest.mark.parametrize(
    ("size", "verdict"),
    [(0, "ok"), (45 * MB, "ok"), (45 * MB + 1, "advised"), (95 * MB, "advised"), (95 * MB + 1, "refused"), (10**15, "refused")],
)
def test_the_gate_warns_from_45_mb_and_refuses_from_95(size: int, verdict: str) -> None:
    weighed = weigh("evidence/x/lesson.mp4", size, LIMITS)
    assert weighed.verdict == verdict
    assert (weighed.finding is None) is (verdict == "ok")
    if weighed.finding is not None:
        assert weighed.finding.code == "MC305"
        assert weighed.finding.place == Place("evidence/x/lesson.mp4")
        assert weighed.finding.severity == {"advised": "warning", "refused": "error"}[verdict]
        assert "--link URL --media FILE" in weighed.finding.hint
        assert "Code hosts" in weighed.finding.hint, "the number says where it is from"


def test_what_is_just_over_a_limit_never_reads_like_the_limit() -> None:
    weighed = weigh("a.mp4", 95 * MB + 1, LIMITS)
    assert weighed.finding is not None
    assert weighed.finding.message == "a.mp4 has 95.1 MB; the limit is 95 MB"


def test_a_programme_may_only_warn_or_have_no_limit() -> None:
    soft = {"file_bytes": Limit(10, "warning", "X.")}
    place, about = Place("evidence/x/evidence.yaml", 3), About(evidence="x")
    weighed = weigh("a.mp4", 11, soft, place, about)
    assert weighed.verdict == "advised"
    assert weighed.finding is not None
    assert (weighed.finding.place, weighed.finding.about) == (place, about)
    assert weigh("a.mp4", 10**12, {}).verdict == "ok"


def sparse(path: Path, size: int, begin: bytes = b"") -> Path:
    """A file of that many bytes, most of them zeros that take no room."""
    path.write_bytes(begin)
    os.truncate(path, size)
    return path


def test_add_refuses_a_large_file_before_it_copies_it(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    before = contents(mine)
    ran = simcred("add", "L2C-02", sparse(tmp_path / "scan.pdf", 95 * MB + 1), "--date", "2026-09-18", "-C", mine)
    assert ran.code == 2
    assert "scan.pdf has 95.1 MB; the limit is 95 MB" in ran.err
    assert "simcred add ROW --link URL --media FILE" in ran.err
    assert contents(mine) == before


def test_add_takes_a_file_above_what_is_advised_and_says_so(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    programme = limits(tmp_path, "limits: {file_bytes_advised: {value: 500, severity: warning, source: Because.}}\n")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(files.pdf("large"))
    words = ("--date", "2026-09-18", "--title", "Scan", "--programme", programme)
    ran = simcred("add", "L2C-02", scan, *words, "-C", mine)
    assert ran.code == 0, ran.err
    assert "advised are at most 500 bytes" in ran.err
    assert "simcred add ROW --link URL --media FILE" in ran.err
    assert "Because." in ran.err


def test_what_lies_there_is_told_once_where_it_is_listed(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    item = mine / "evidence/2026-09-18-draft"
    sparse(item / "draft.pdf", 95 * MB + 1)
    sparse(item / "camera.mov", 50 * MB)
    sparse(mine / "notes.zip", 46 * MB)
    data = simcred("check", mine, "--json").data["portfolios"][0]["findings"]
    told = [(found["path"], found["line"], found["severity"]) for found in data if found["code"] == "MC305"]
    assert told == [
        ("evidence/2026-09-18-draft/camera.mov", None, "warning"),
        ("evidence/2026-09-18-draft/evidence.yaml", 8, "error"),
        ("notes.zip", None, "warning"),
    ]


def test_a_folder_over_a_gigabyte_is_told_of(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    (mine / "packet").mkdir()
    sparse(mine / "packet/index.html", 2_000 * MB)
    for number in range(22):
        sparse(mine / f"{number}.zip", 45 * MB)
    assert "MC305" not in simcred("check", mine).out, "what is made anew, and never saved, does not count"
    for number in range(22, 24):
        sparse(mine / f"{number}.zip", 45 * MB)
    data = simcred("check", mine, "--json").data["portfolios"][0]["findings"]
    (told,) = (found for found in data if found["code"] == "MC305")
    assert (told["path"], told["severity"]) == (".", "warning")
    assert told["message"].startswith("all files together have 1080.1 MB; advised are at most 1.0 GB")
    assert "under 1 GB" in told["hint"]
