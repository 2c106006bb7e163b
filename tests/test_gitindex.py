"""git's index vouches for a file that nobody touched, and for no other; a hostile index costs nothing."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import pipe
from folders import portfolio

from simcred.snapshot import gitindex
from simcred.snapshot.gitindex import GitIndex

OLD = 1_700_000_000 * 10**9
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the index vouches for nothing there")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that git has noted, in a repository of its own; the index is younger by far."""
    path = tmp_path / "file.txt"
    path.write_text("one")
    os.utime(path, ns=(OLD, OLD))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    os.utime(tmp_path / ".git/index", ns=(time.time_ns() + 10**10,) * 2)
    return path


def git(folder: Path, *words: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(folder), *words], check=True, env=environment)


def vouched(path: Path) -> bool:
    index = GitIndex.above(path.parent)
    assert index is not None
    return index.blob(path) is not None


def test_an_untouched_file_is_vouched_for(file: Path) -> None:
    assert vouched(file)
    (file.parent / "other.txt").write_text("one")
    assert not vouched(file.parent / "other.txt"), "git does not know it"


def test_an_edit_whose_time_was_put_back_is_noticed(file: Path) -> None:
    file.write_text("two")
    os.utime(file, ns=(OLD, OLD))
    assert not vouched(file)


def test_another_file_in_its_place_is_noticed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if its times were those that git noted."""
    noted = os.lstat(file)
    (file.parent / "new").write_text("two")
    (file.parent / "new").rename(file)
    number = file.lstat().st_ino
    assert number != noted.st_ino

    class Status:
        st_ctime_ns, st_mtime_ns, st_size, st_ino = noted.st_ctime_ns, noted.st_mtime_ns, noted.st_size, number

    monkeypatch.setattr(gitindex.os, "lstat", lambda path: Status if path == file else os.stat(path, follow_symlinks=False))
    assert not vouched(file)
    Status.st_ino = noted.st_ino
    assert vouched(file)


def test_a_file_as_young_as_the_index_is_not_vouched_for(file: Path) -> None:
    """It may have been written again in the same moment."""
    future = time.time_ns() + 10**12
    os.utime(file, ns=(future, future))
    git(file.parent, "add", "-A")
    index = file.parent / ".git/index"
    os.utime(index, ns=(future, future))
    assert not vouched(file), "written in the same moment"
    os.utime(index, ns=(future + 1, future + 1))
    assert vouched(file)
    os.utime(file, ns=(OLD, OLD))
    git(file.parent, "add", "-A")
    changed = file.stat().st_ctime_ns
    os.utime(index, ns=(changed, changed))
    assert not vouched(file), "changed in the same moment"
    os.utime(index, ns=(changed + 1, changed + 1))
    assert vouched(file)


@pytest.mark.parametrize("field", [(0, 1), (5,)], ids=["time of change", "number"])
def test_what_git_did_not_note_vouches_for_nothing(file: Path, field: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an index that other programs wrote; even where the file system says zero as well."""
    index = file.parent / ".git/index"
    data = bytearray(index.read_bytes())
    for number in field:
        struct.pack_into(">I", data, 12 + 4 * number, 0)
    written = index.stat().st_mtime_ns
    index.write_bytes(data)
    os.utime(index, ns=(written, written))
    real = os.lstat(file)

    class Status:
        st_ctime_ns, st_mtime_ns, st_size, st_ino = real.st_ctime_ns, real.st_mtime_ns, real.st_size, real.st_ino

    setattr(Status, "st_ino" if field == (5,) else "st_ctime_ns", 0)
    monkeypatch.setattr(gitindex.os, "lstat", lambda path: Status if path == file else os.stat(path, follow_symlinks=False))
    assert not vouched(file)


def test_on_windows_it_vouches_for_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gitindex, "_COMPARABLE", False)
    assert not vouched(file)


def version_4(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """An index of version 4 from how much of the name before is taken off (below 128), and what is added."""
    entries = [
        struct.pack(">10I20sH", 1, 0, 1, 0, 1, 1, 0o100644, 0, 0, 1, b"x" * 20, 0) + bytes([off]) + name + b"\0"
        for off, name in parts
    ]
    return struct.pack(">4sII", b"DIRC", 4, len(entries)) + b"".join(entries) + b"\0" * 20


BOMBS = {
    "ever longer": version_4((0, b"a") for _ in range(18_000)),
    "ever longer, in large steps": version_4((0, b"a" * 1_000) for _ in range(1_000)),
    "long and many": version_4([(0, b"a" * 4_000), *((1, b"b") for _ in range(18_000))]),
    "shorter than nothing": version_4([(0, b"a"), (100, b"b")]),
}


@pytest.mark.parametrize("name", BOMBS)
def test_an_index_whose_names_explode_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git/index").write_bytes(BOMBS[name])
    tracemalloc.start()
    try:
        assert GitIndex.above(tmp_path) is None
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()


def test_an_index_of_version_4_is_read(file: Path) -> None:
    git(file.parent, "update-index", "--index-version", "4")
    os.utime(file.parent / ".git/index", ns=(time.time_ns() + 10**10,) * 2)
    assert vouched(file)


@pytest.mark.parametrize("what", ["pipe", "link", "folder"])
def test_an_index_that_is_no_file_is_not_waited_for(tmp_path: Path, what: str) -> None:
    mine = portfolio(tmp_path / "mine")
    (mine / ".git").mkdir()
    (mine / ".git/HEAD").write_text("ref: refs/heads/main\n")
    index = mine / ".git/index"
    {"pipe": lambda: pipe(index), "link": lambda: index.symlink_to("pipe"), "folder": index.mkdir}[what]()
    if what == "link":
        pipe(mine / ".git/pipe")
    program = "import sys; from simcred.snapshot.folder import FolderTree; from pathlib import Path; print(FolderTree(Path(sys.argv[1])).known_blob('portfolio.yaml'))"
    ran = subprocess.run([sys.executable, "-c", program, str(mine)], capture_output=True, text=True, timeout=30, check=True)
    assert ran.stdout.strip() == "None"


@pytest.mark.parametrize(("length", "read"), [(4_096, True), (4_097, False)])
def test_the_longest_path(tmp_path: Path, length: int, read: bool) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git/index").write_bytes(version_4([(0, b"a" * length)]))
    assert (GitIndex.above(tmp_path) is not None) is read
