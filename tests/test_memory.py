"""What is remembered between runs: never more than digests and a programme's own texts, and never a wrong verdict."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import Simcred

from simcred.load.fits import Fits
from simcred.memory import CacheFolder
from simcred.resources import user_folder

CACHED = "evidence/2026-10-08-coaching/evidence.yaml"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    from simcred.app import places

    monkeypatch.setenv("SIMCRED_CACHE", str(tmp_path / "cache"))
    places._programme.cache_clear()
    return tmp_path / "cache/simcred"


def again(simcred: Simcred, folder: Path, *words: str) -> str:
    """What a new run says."""
    from simcred.app import places

    places._programme.cache_clear()
    return simcred(*(words or ("status", "--all", "--json")), folder).out


def test_a_second_run_says_the_same(simcred: Simcred, example: Path, cache: Path) -> None:
    first = again(simcred, example)
    assert sorted(path.name.partition("-")[0] for path in cache.iterdir()) == ["contents", "fits", "naming", "programme"]
    assert again(simcred, example) == first


def test_a_changed_manifest_is_looked_at_again(simcred: Simcred, example: Path, cache: Path) -> None:
    again(simcred, example)
    manifest = example / CACHED
    good = manifest.read_bytes()
    manifest.write_bytes(good + b"unknown_key: 1\n")
    assert "MC201" in again(simcred, example, "check")
    assert "MC201" in again(simcred, example, "check"), "what does not fit is never remembered"
    manifest.write_bytes(good)
    assert "No problems" in again(simcred, example, "check")


def test_a_changed_programme_forgets(simcred: Simcred, example: Path, cache: Path, tmp_path: Path) -> None:
    import shutil

    from conftest import ROOT

    programme = tmp_path / "programme"
    shutil.copytree(ROOT / "templates/programme", programme)
    words = ("check", "--programme", str(programme))
    assert "No problems" in again(simcred, example, *words)
    kinds = programme / "kinds.yaml"
    kinds.write_text(kinds.read_text("utf-8").replace("follow_up: {type: string", "follow_up: {type: integer"), "utf-8")
    assert "MC203" in again(simcred, example, *words)


def test_nothing_of_a_portfolio_is_kept(simcred: Simcred, example: Path, cache: Path) -> None:
    again(simcred, example)
    kept = b"".join(path.read_bytes() for path in cache.iterdir())
    assert b"cue-do-review" in kept, "the programme is"
    for words in (b"Rivera", b"ana.rivera", b"Maple", b"Elm County", b"ecosystem"):
        assert any(words in path.read_bytes() for path in example.rglob("*.yaml")), words
        assert words not in kept


@pytest.mark.parametrize("spoiled", [b"", b"x", b"\0" * 500, b"{" * 40_000])
def test_a_spoiled_memory_is_no_memory(simcred: Simcred, example: Path, cache: Path, spoiled: bytes) -> None:
    first = again(simcred, example)
    for path in cache.iterdir():
        path.write_bytes(spoiled)
    assert again(simcred, example) == first
    for path in cache.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert again(simcred, example) == first


def test_without_a_folder_it_works_as_well(
    simcred: Simcred, example: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = again(simcred, example)
    (tmp_path / "a-file").touch()
    for said in ("", str(tmp_path / "a-file" / "below")):
        monkeypatch.setenv("SIMCRED_CACHE", said)
        assert again(simcred, example) == first


def test_where_each_system_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SIMCRED_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setattr("sys.platform", "linux")
    CacheFolder.of_this_user().keep("a", b"1")
    assert not list(tmp_path.rglob("*")), "a path that is not absolute is not used"
    monkeypatch.delenv("XDG_CACHE_HOME")
    CacheFolder.of_this_user().keep("a", b"1")
    monkeypatch.setattr("sys.platform", "darwin")
    CacheFolder.of_this_user().keep("a", b"2")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    CacheFolder.of_this_user().keep("a", b"3")
    places = [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("a"))]
    assert places == [".cache/simcred/a", "Library/Caches/simcred/a", "Local/simcred/a"]
    assert CacheFolder.of_this_user().recall("a") == b"3"


@pytest.mark.parametrize(
    ("platform", "where"),
    [("linux", ".local/state"), ("darwin", "Library/Application Support"), ("win32", "Local")],
)
def test_where_each_system_keeps_what_must_be_remembered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, where: str
) -> None:
    for name in ("SIMCRED_STATE", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, folder in (("HOME", tmp_path), ("USERPROFILE", tmp_path), ("LOCALAPPDATA", tmp_path / "Local")):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr("sys.platform", platform)
    assert user_folder("state") == tmp_path / where / "simcred"
    monkeypatch.setenv("SIMCRED_STATE", str(tmp_path / "elsewhere"))
    assert user_folder("state") == tmp_path / "elsewhere" / "simcred"
    for nowhere in ("", "not/whole"):
        monkeypatch.setenv("SIMCRED_STATE", nowhere)
        assert user_folder("state") is None


def test_old_files_go_and_young_ones_stay(tmp_path: Path) -> None:
    CacheFolder(tmp_path).keep("fits-old", b"1")
    (tmp_path / "thesis.txt").write_text("not ours")
    for name in ("fits-old", "thesis.txt"):
        os.utime(tmp_path / name, (0, time.time() - 91 * 86_400))
    CacheFolder(tmp_path).keep("fits-young", b"2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fits-young", "thesis.txt"]


def test_a_relative_folder_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It would lie in whatever folder one stands in, a portfolio of somebody else's among them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMCRED_CACHE", ".c")
    CacheFolder.of_this_user().keep("fits-x", b"1")
    assert not list(tmp_path.iterdir())


def test_a_set_that_grows_too_large_begins_anew(tmp_path: Path) -> None:
    memory = CacheFolder(tmp_path)
    fits = Fits(memory, "rules")
    for number in range(19_999):
        fits.add("evidence", number.to_bytes(4))
    fits.save()
    assert Fits(memory, "rules").knows("evidence", (7).to_bytes(4))
    assert not Fits(memory, "other rules").knows("evidence", (7).to_bytes(4))
    assert not Fits(memory, "rules").knows("review", (7).to_bytes(4))
    more = Fits(memory, "rules")
    more.add("evidence", b"one")
    more.add("evidence", b"two")
    more.save()
    assert Fits(memory, "rules").knows("evidence", b"two")
    assert not Fits(memory, "rules").knows("evidence", (7).to_bytes(4))


def test_what_fits_is_added_to_what_did(tmp_path: Path) -> None:
    memory = CacheFolder(tmp_path)
    for digest in (b"one", b"two"):
        fits = Fits(memory, "rules")
        fits.add("evidence", digest)
        fits.save()
    assert all(Fits(memory, "rules").knows("evidence", digest) for digest in (b"one", b"two"))


def test_a_programme_with_a_remark_is_looked_at_each_time(simcred: Simcred, example: Path, cache: Path, tmp_path: Path) -> None:
    import shutil

    from conftest import ROOT

    programme = tmp_path / "programme"
    shutil.copytree(ROOT / "templates/programme", programme)
    main = programme / "programme.yaml"
    main.write_bytes(b"\xef\xbb\xbf" + main.read_bytes())
    again(simcred, example, "check", "--programme", str(programme))
    assert not list(cache.glob("programme-*"))
