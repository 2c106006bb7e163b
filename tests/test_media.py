"""What is kept outside: bound by a salted digest where it lies, found again whatever it is called, and never copied or named."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shlex
import shutil
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import files
import jsonschema
import pytest
from conftest import ROOT, Ran, Simcred, pipe
from folders import portfolio
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_writing import contents

from simcred.app import media as looking
from simcred.app import places
from simcred.app.binding import _clock
from simcred.inspect.glance import glance
from simcred.inspect.reading import Reading
from simcred.load.reader import read
from simcred.model.contents import Content
from simcred.rules.filetypes import media_type
from simcred.snapshot import outside
from simcred.snapshot.digest import salted_digests
from simcred.snapshot.outside import Outside, read_salt
from simcred.workspace import salting

SCHEMA = json.loads((ROOT / "schemas/media.json").read_text("utf-8"))
LINK = "https://video.example.org/lesson"
ITEM = "2026-10-20-lesson"
PEOPLE = ("--set", "people.shown=students", "--date", "2026-10-20", "--title", "Lesson")
COUNT = 200
"""Examples of what is worked out in memory."""


def digest(salt: bytes, data: bytes) -> str:
    """The commitment, worked out here and in one piece."""
    return hashlib.sha256(salt + data).hexdigest()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A portfolio."""
    return portfolio(tmp_path / "mine")


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """Where the school keeps videos."""
    (tmp_path / "drive").mkdir()
    return tmp_path / "drive"


def video(path: Path, text: str = "lesson", seconds: float = 610) -> Path:
    path.write_bytes(files.recording(seconds, text=text))
    return path


def says(folder: Path, slug: str = ITEM) -> dict[str, Any]:
    return dict(read("", (folder / "evidence" / slug / "evidence.yaml").read_bytes()).data or {})


def salt_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.salt")


def add(simcred: Simcred, mine: Path, *words: object) -> Ran:
    """Adds a video of a lesson."""
    return simcred("add", "L2C-08", *words, *PEOPLE, "-C", mine)


def look(simcred: Simcred, mine: Path, *folders: object) -> tuple[int, list[tuple[str, str | None]]]:
    """The exit code, and how each link stands and where its file was found."""
    ran = simcred("privacy", "media", *folders, "--json", "-C", mine)
    jsonschema.Draft202012Validator(SCHEMA).validate(ran.data)
    counts = dict.fromkeys(ran.data["summary"], 0)
    for link in ran.data["links"]:
        counts[link["found"]] += 1
    assert ran.data["summary"] == counts
    return ran.code, [(link["found"], link["file"]) for link in ran.data["links"]]


# The digest


@settings(max_examples=COUNT)
@given(st.lists(st.binary(min_size=32, max_size=32), max_size=4), st.lists(st.binary(max_size=40), max_size=6))
def test_each_salt_has_its_digest_however_the_bytes_come(salts: list[bytes], pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert salted_digests(salts, len(whole), iter(pieces)) == [digest(salt, whole) for salt in salts]
    for wrong in (len(whole) - 1, len(whole) + 1):
        with pytest.raises(OSError, match="changed while it was read"):
            salted_digests(salts, wrong, iter(pieces))


@settings(max_examples=COUNT)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_byte_that_changes_anywhere_changes_the_digest(data: bytes, drawn: st.DataObject) -> None:
    salt = bytes(range(32))
    at = drawn.draw(st.integers(0, len(data) - 1))
    other = bytes([data[at] ^ drawn.draw(st.integers(1, 255))])
    changed = data[:at] + other + data[at + 1 :]
    assert salted_digests([salt], len(data), [data]) != salted_digests([salt], len(data), [changed])


@pytest.mark.parametrize("size", [1, 31, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_a_file_is_digested_in_pieces(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(number * 7 % 251 for number in range(size))
    (tmp_path / "a").write_bytes(data)
    largest: list[int] = []
    plain = os.read
    monkeypatch.setattr("simcred.snapshot.opening.os.read", lambda fd, many: (largest.append(many), plain(fd, many))[1])
    with Outside(tmp_path / "a") as file:
        assert file.salted([b"s" * 32, b"t" * 32]) == [digest(b"s" * 32, data), digest(b"t" * 32, data)]
    assert max(largest) <= 1 << 20
    assert len(largest) <= size // (1 << 20) + 3, "once for both salts"


def test_the_system_s_own_program_says_the_same() -> None:
    """`(head -c 32 /dev/zero; printf abc) | sha256sum`, so that nobody needs simcred to look whether a file is still the same."""
    assert salted_digests([bytes(32)], 3, [b"abc"]) == ["365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370"]


# A glance


@settings(max_examples=60)
@given(
    st.floats(0.5, 9_000),
    st.booleans(),
    st.booleans(),
    st.sampled_from([b"isom", b"qt  ", b"M4A "]),
    st.integers(0, 400),
)
def test_a_glance_says_of_a_recording_what_a_look_says(
    seconds: float, sound: bool, first: bool, brand: bytes, short: int
) -> None:
    data = files.recording(seconds, sound=sound, index_first=first, brand=brand)
    data = data[: len(data) - short]
    looked = Reading().content(data)
    assert glance(data) == replace(looked, problems=(), more=0, named=()), "whether it is a table of scores is not asked"


class Counting:
    """A file's bytes that count how many of them are asked for."""

    def __init__(self, file: Outside) -> None:
        self.file, self.asked = file, 0

    def __len__(self) -> int:
        return len(self.file)

    def __getitem__(self, at: slice, /) -> bytes:
        said = self.file[at]
        self.asked += len(said)
        return said


def huge(path: Path, inner: bytes = b"") -> Path:
    """A recording of 5 GB that takes no room: its index stands behind the pictures."""
    whole = files.recording(1330.4, index_first=False)
    begin, index = whole[:20], whole[whole.index(b"moov") - 4 :]
    size = 5_000_000_000
    with path.open("wb") as file:
        file.write(begin + struct.pack(">I4sQ", 1, b"mdat", size))
        file.seek(len(begin) + size)
        file.write(index + inner)
    return path


def test_of_a_recording_of_many_gigabytes_only_headers_are_read(tmp_path: Path) -> None:
    with Outside(huge(tmp_path / "lesson.mp4")) as file:
        counting = Counting(file)
        assert glance(counting) == Content("mp4", seconds=1330.4, sound=True)
    assert counting.asked < 70_000


def test_a_header_that_says_to_be_huge_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "lesson.mp4"
    with path.open("wb") as file:
        file.write(files.box(b"ftyp", b"isom" + bytes(8)) + struct.pack(">I4s", 0xFFFFFF00, b"moov"))
        file.write(struct.pack(">I4s", 0xFFFFFE00, b"mvhd") + struct.pack(">B3xIIII", 0, 0, 0, 600, 6000))
        file.truncate(6_000_000_000)
    with Outside(path) as file:
        counting = Counting(file)
        glance(counting)
    assert counting.asked < 200_000


def test_a_wav_is_measured_by_its_headers(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(files.wav(30))
    with Outside(tmp_path / "a.wav") as file:
        counting = Counting(file)
        assert glance(counting) == Content("wav", seconds=30.0, sound=True)
    assert counting.asked < 70_000


def test_of_a_large_file_nothing_is_said_that_only_all_of_it_tells() -> None:
    assert glance(bytes(200_000)) == Content("")
    assert glance(bytes(2_000)).state == "damaged"


@pytest.mark.parametrize(
    ("type_", "ending", "wanted"),
    [
        ("mp4", "mp4", "video/mp4"),
        ("mp4", "m4a", "audio/mp4"),
        ("mov", "mp4", "video/quicktime"),
        ("mkv", "webm", "video/webm"),
        ("mkv", "mkv", "video/x-matroska"),
        ("", "mp3", "audio/mpeg"),
        ("jpg", "pdf", "image/jpeg"),
        ("zip", "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("", "odd", "application/octet-stream"),
    ],
)
def test_media_types(type_: str, ending: str, wanted: str) -> None:
    assert media_type(type_, ending) == wanted


@pytest.mark.parametrize(
    ("seconds", "wanted"), [(None, None), (0.2, "00:00:00"), (59.6, "00:01:00"), (1330.5, "00:22:10"), (359_998, "99:59:58"), (359_999.6, None), (400_000, None)]
)  # fmt: skip
def test_lengths_as_a_manifest_has_them(seconds: float | None, wanted: str | None) -> None:
    assert _clock(seconds) == wanted


# Adding


def test_add_binds_a_file_where_it_lies(simcred: Simcred, mine: Path, drive: Path) -> None:
    lesson = video(drive / "lesson.mp4")
    before = lesson.read_bytes()
    ran = add(simcred, mine, "--link", LINK, "--media", lesson, "--access", "Elm County staff drive")
    assert ran.code == 0, ran.err
    salt = salt_of(lesson).read_bytes()
    assert len(salt) == 32
    assert says(mine)["links"] == [
        {
            "url": LINK,
            "commitment": {
                "algorithm": "sha256-salted",
                "value": digest(salt, before),
                "salt_sha256": hashlib.sha256(salt).hexdigest(),
            },
            "size": len(before),
            "media_type": "video/mp4",
            "length": "00:10:10",
            "access": "Elm County staff drive",
            "checked_on": "2026-11-20",
        }
    ]
    assert sorted(path.name for path in drive.iterdir()) == ["lesson.mp4", "lesson.mp4.salt"]
    assert [path.name for path in (mine / "evidence" / ITEM).iterdir()] == ["evidence.yaml"]
    assert lesson.read_bytes() == before
    assert "A salt was written beside it: lesson.mp4.salt" in ran.err
    findings = simcred("check", mine, "--json").data["portfolios"][0]["findings"]
    assert {finding["code"] for finding in findings} == {"MC715"}, "who is in it must have allowed it, and that is all"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_only_its_owner_can_read_a_salt_and_at_no_time_another(
    simcred: Simcred, mine: Path, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    plain = os.fsync
    monkeypatch.setattr(salting.os, "fsync", lambda fd: (modes.append(os.fstat(fd).st_mode & 0o777), plain(fd))[1])
    mask = os.umask(0)
    try:
        assert add(simcred, mine, "--media", video(drive / "a.mp4"), "--access", "x").code == 0
    finally:
        os.umask(mask)
    assert salt_of(drive / "a.mp4").stat().st_mode & 0o777 == 0o600
    assert modes[0] == 0o600


def test_the_portfolio_holds_neither_place_nor_name_nor_salt_nor_plain_digest(
    simcred: Simcred, mine: Path, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do the cache and the state, which are this test's own."""
    kept = [mine, tmp_path / "cache", tmp_path / "state"]
    monkeypatch.setenv("SIMCRED_CACHE", str(kept[1]))
    monkeypatch.setenv("SIMCRED_STATE", str(kept[2]))
    places._programme.cache_clear()
    lesson = video(drive / "jayden-smith-reads.mp4")
    words = ("--link", LINK, "--media", lesson)
    assert add(simcred, mine, *words).code == 0
    assert simcred("edit", "2026-09-18-draft", "--media", lesson, "--access", "drive", "-C", mine).code == 0
    assert simcred("privacy", "media", drive, "-C", mine).code == 0
    assert simcred("check", mine).code == 0
    salt, data = salt_of(lesson).read_bytes(), lesson.read_bytes()
    plain = hashlib.sha256(data).hexdigest()
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    assert all(folder.is_dir() for folder in kept)
    held = {path: path.read_bytes() for folder in kept for path in folder.rglob("*") if path.is_file()}
    assert any(digest(salt, data).encode() in text for text in held.values()), "what is looked through is what was written"
    secrets = (salt, salt.hex().encode(), plain.encode(), blob.encode(), b"jayden", str(drive).encode(), b"drive/")
    for path, text in held.items():
        for secret in secrets:
            assert secret not in text, path


def test_a_file_at_no_address_needs_a_word_on_where_it_is(simcred: Simcred, mine: Path, drive: Path) -> None:
    lesson = video(drive / "lesson.mp4")
    before = contents(mine)
    for more in ((), ("--access", "  ")):
        ran = add(simcred, mine, "--media", lesson, *more)
        assert ran.code == 2
        assert "--access" in ran.err
        assert contents(mine) == before
        assert not salt_of(lesson).exists(), "nothing is written before all is said"
    assert add(simcred, mine, "--media", lesson, "--access", "School drive; ask me").code == 0
    (link,) = says(mine)["links"]
    assert "url" not in link
    assert link["access"] == "School drive; ask me"
    assert simcred("check", mine).code == 0


def test_a_link_without_address_and_commitment_is_a_mistake(simcred: Simcred, mine: Path) -> None:
    draft = mine / "evidence/2026-09-18-draft/evidence.yaml"
    draft.write_text(draft.read_text("utf-8") + "links:\n  - {access: on my computer}\n", "utf-8")
    (found,) = simcred("check", mine, "--json").data["portfolios"][0]["findings"]
    assert (found["code"], found["message"]) == ("MC202", "`url` of entry 1 (links) is missing")
    assert "simcred privacy bind" in found["hint"]


def test_several_files_and_addresses_go_in_pairs(simcred: Simcred, mine: Path, drive: Path) -> None:
    one, two = video(drive / "1.mp4", "one"), video(drive / "2.mp4", "two", 700)
    ran = add(simcred, mine, "--link", LINK, "--media", one, "--media", two)
    assert ran.code == 2
    assert "there are 1 address and 2 files" in ran.err
    assert add(simcred, mine, "--link", LINK, "--media", one, "--link", f"{LINK}-2", "--media", two).code == 0
    links = says(mine)["links"]
    assert [(link["url"], link["length"]) for link in links] == [(LINK, "00:10:10"), (f"{LINK}-2", "00:11:40")]
    for link, path in zip(links, (one, two), strict=True):
        assert link["commitment"]["value"] == digest(salt_of(path).read_bytes(), path.read_bytes())
    assert salt_of(one).read_bytes() != salt_of(two).read_bytes()


def test_access_alone_says_nothing(simcred: Simcred, mine: Path) -> None:
    ran = add(simcred, mine, "--access", "drive")
    assert ran.code == 2
    assert "--access says where something is kept" in ran.err


def test_a_bare_link_to_a_recording_is_told_how_to_be_bound(simcred: Simcred, mine: Path) -> None:
    ran = add(simcred, mine, "--link", LINK)
    assert ran.code == 0
    assert says(mine)["links"] == [{"url": LINK}]
    assert f"simcred privacy bind {ITEM} FILE" in ran.err


def test_a_salt_that_is_there_is_used_again_and_never_written_over(simcred: Simcred, mine: Path, drive: Path) -> None:
    lesson = video(drive / "lesson.mp4")
    salt_of(lesson).write_bytes(b"s" * 32)
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert ran.code == 0
    assert "The salt beside it is used" in ran.err
    assert salt_of(lesson).read_bytes() == b"s" * 32
    assert says(mine)["links"][0]["commitment"]["value"] == digest(b"s" * 32, lesson.read_bytes())


@pytest.mark.parametrize("size", [0, 1, 31, 33, 64, 100_000])
def test_a_salt_of_another_length_is_refused_and_left(simcred: Simcred, mine: Path, drive: Path, size: int) -> None:
    lesson, before = video(drive / "lesson.mp4"), contents(mine)
    salt_of(lesson).write_bytes(b"s" * size)
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert ran.code == 2
    assert "does not hold 32 bytes" in ran.err
    assert salt_of(lesson).read_bytes() == b"s" * size
    assert contents(mine) == before


@pytest.mark.parametrize("what", ["link", "pipe", "folder"])
def test_what_stands_in_a_salts_place_is_not_followed(simcred: Simcred, mine: Path, drive: Path, what: str) -> None:
    lesson, elsewhere = video(drive / "lesson.mp4"), drive / "elsewhere"
    elsewhere.write_bytes(b"s" * 32)
    if what == "link":
        salt_of(lesson).symlink_to(elsewhere)
    elif what == "pipe":
        pipe(salt_of(lesson))
    else:
        salt_of(lesson).mkdir()
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert ran.code == 2
    assert "is no salt that can be used: it is not a regular file" in ran.err
    assert elsewhere.read_bytes() == b"s" * 32


def test_where_no_salt_can_be_written_nothing_is(
    simcred: Simcred, mine: Path, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson, before = video(drive / "lesson.mp4"), contents(mine)

    def refused(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(salting, "_put", refused)
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert ran.code == 4
    assert "no salt could be written beside lesson.mp4: permission denied" in ran.err
    assert contents(mine) == before
    assert [path.name for path in drive.iterdir()] == ["lesson.mp4"], "no half-written salt is left"


def growing(path: Path) -> Any:
    """A reader that adds to a file while it reads it."""
    plain = outside.chunks

    def read_on(descriptor: int, limit: int) -> Iterator[bytes]:
        for piece in plain(descriptor, limit):
            yield piece
            with path.open("ab") as file:
                file.write(b"more")

    return read_on


def rewritten(path: Path) -> Any:
    """A reader during which a file is written anew, as long as before."""
    plain = outside.chunks

    def read_on(descriptor: int, limit: int) -> Iterator[bytes]:
        for piece in plain(descriptor, limit):
            yield piece
            path.write_bytes(path.read_bytes()[::-1])
            os.utime(path, ns=(1, 1))

    return read_on


@pytest.mark.parametrize("how", [growing, rewritten])
def test_a_file_that_changes_while_it_is_read_is_not_bound(
    simcred: Simcred, mine: Path, drive: Path, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    lesson, before = video(drive / "lesson.mp4"), contents(mine)
    plain = Outside.salted

    def meanwhile(self: Outside, salts: Sequence[bytes]) -> list[str]:
        with monkeypatch.context() as patch:
            patch.setattr(outside, "chunks", how(lesson))
            return plain(self, salts)

    monkeypatch.setattr(Outside, "salted", meanwhile)
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert ran.code == 3
    assert "it changed while it was read" in ran.err
    assert contents(mine) == before


def test_what_lies_inside_is_refused(simcred: Simcred, tmp_path: Path, drive: Path) -> None:
    shared = tmp_path / "shared"
    (shared / ".git").mkdir(parents=True)
    (shared / ".git/HEAD").write_text("ref: refs/heads/main\n")
    mine = portfolio(shared / "portfolios/ana")
    (drive / "to-mine").symlink_to(mine)
    (drive / "to-lesson.mp4").symlink_to(mine / "lesson.mp4")
    for path, what in (
        (mine / "lesson.mp4", "lies inside the portfolio"),
        (drive / "to-mine/lesson.mp4", "lies inside the portfolio"),
        (drive / "to-lesson.mp4", "lies inside the portfolio"),
        (shared / "videos.mp4", "saved and shared with the portfolio"),
    ):
        video(path)
        ran = add(simcred, mine, "--link", LINK, "--media", path)
        assert ran.code == 2
        assert what in ran.err
        assert not list(shared.rglob("*.salt")) + list(drive.rglob("*.salt"))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.mp4", b"", "is empty"),
        ("cut.mp4", files.recording()[:-40], "is cut off"),
        ("lesson.mp4", files.pdf(), "whatever its ending says"),
        ("lesson.mp4.salt", b"s" * 32, "is the salt of a file"),
        ("pointer.mp4", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "not the document itself"),
    ],
)
def test_what_nobody_could_use_is_not_bound(simcred: Simcred, mine: Path, drive: Path, name: str, data: bytes, why: str) -> None:
    (drive / name).write_bytes(data)
    ran = add(simcred, mine, "--link", LINK, "--media", drive / name)
    assert ran.code == 2
    assert why in ran.err
    assert [path.name for path in drive.iterdir()] == [name]


def test_a_folder_a_pipe_and_nothing_are_named_as_such(simcred: Simcred, mine: Path, drive: Path) -> None:
    pipe(drive / "pipe.mp4")
    for path, why in ((drive, "is a folder"), (drive / "none.mp4", "there is no file"), (drive / "pipe.mp4", "there is no file")):
        ran = add(simcred, mine, "--link", LINK, "--media", path)
        assert ran.code == 2
        assert why in ran.err


def test_a_link_to_a_file_is_bound_where_the_file_lies(simcred: Simcred, mine: Path, drive: Path, tmp_path: Path) -> None:
    lesson = video(drive / "lesson.mp4")
    (tmp_path / "short.mp4").symlink_to(lesson)
    assert add(simcred, mine, "--link", LINK, "--media", tmp_path / "short.mp4").code == 0
    assert salt_of(lesson).exists()
    assert not salt_of(tmp_path / "short.mp4").exists()


def test_who_is_shown_is_asked_of_a_photo_kept_elsewhere_too(simcred: Simcred, mine: Path, drive: Path) -> None:
    photo = drive / "board.jpg"
    photo.write_bytes(files.picture("JPEG", "board"))
    words = ("--media", photo, "--access", "drive", "--kind", "device", "--date", "2026-10-20", "-C", mine)
    ran = simcred("add", "L2C-02", *words)
    assert ran.code == 2
    assert "--set people.shown" in ran.err
    ran = simcred("add", "L2C-02", *words, "--set", "people.shown=nobody")
    assert ran.code == 0, ran.err
    (slug,) = (path.name for path in (mine / "evidence").iterdir() if path.name.startswith("2026-10-20"))
    assert says(mine, slug)["links"][0]["media_type"] == "image/jpeg"


def test_while_nobody_says_who_is_in_a_bound_recording_the_permission_row_is_open(
    simcred: Simcred, mine: Path, drive: Path
) -> None:
    def row() -> dict[str, Any]:
        goals = simcred("status", mine, "--json").data["portfolios"][0]["goals"]
        return next(row for goal in goals for row in goal["rows"] if row["id"] == "L2C-09")

    before = row()
    draft = "2026-09-18-draft"
    assert simcred("edit", draft, "--media", video(drive / "a.mp4"), "--access", "drive", "-C", mine).code == 0
    manifest = mine / "evidence" / draft / "evidence.yaml"
    said = manifest.read_text("utf-8")
    assert "people:" not in said
    assert before["outcome"] == "not-applicable"
    assert row()["outcome"] == "unmet"
    manifest.write_text(said + "people: {shown: []}\n", "utf-8")
    assert row()["outcome"] == "not-applicable"


def test_undo_takes_the_item_back_and_leaves_the_salt_as_add_has_said(simcred: Simcred, mine: Path, drive: Path) -> None:
    lesson, before = video(drive / "lesson.mp4"), says(mine, "2026-09-18-draft")
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert "`simcred undo` leaves the salt there" in ran.err
    salt, value = salt_of(lesson).read_bytes(), says(mine)["links"][0]["commitment"]["value"]
    assert simcred("undo", mine).code == 0
    assert not (mine / "evidence" / ITEM).exists()
    assert says(mine, "2026-09-18-draft") == before
    assert salt_of(lesson).read_bytes() == salt
    assert add(simcred, mine, "--link", LINK, "--media", lesson).code == 0
    assert says(mine)["links"][0]["commitment"]["value"] == value


def test_add_copies_no_salt_and_nothing_that_has_one(simcred: Simcred, mine: Path, drive: Path) -> None:
    lesson = video(drive / "lesson.mp4")
    assert add(simcred, mine, lesson).code == 0, "without a salt it is a file like any other"
    salt_of(lesson).write_bytes(b"s" * 32)
    for path, why in ((lesson, "has a salt beside it"), (salt_of(lesson), "is the salt of a file")):
        for words in (("add", "L2C-08", path, *PEOPLE), ("edit", "2026-09-18-draft", path)):
            ran = simcred(*words, "-C", mine)
            assert ran.code == 2
            assert why in ran.err


# Binding what is there


def linked(mine: Path, links: str) -> None:
    """An item with such links."""
    folder = mine / "evidence" / ITEM
    folder.mkdir(exist_ok=True)
    (folder / "evidence.yaml").write_text(
        "schema: simcred/evidence/1\ntitle: Lesson\nkind: video\nintervention: cer-unit-organizer\ndate: 2026-10-20\n"
        f"people: {{shown: [students]}}\n{links}# the end\n",
        "utf-8",
    )


def test_bind_adds_to_a_link_and_changes_no_other_line(simcred: Simcred, mine: Path, drive: Path) -> None:
    linked(mine, f'links:\n  - {{url: "{LINK}", access: my drive}}   # filmed from the back\n')
    lesson = video(drive / "lesson.mp4")
    ran = simcred("privacy", "bind", ITEM, lesson, "-C", mine)
    assert ran.code == 0, ran.err
    assert ran.out == f"evidence/{ITEM}\n"
    (link,) = says(mine)["links"]
    salt = salt_of(lesson).read_bytes()
    assert link["commitment"]["value"] == digest(salt, lesson.read_bytes())
    assert (link["url"], link["access"], link["size"]) == (LINK, "my drive", lesson.stat().st_size)
    assert (link["media_type"], link["length"], link["checked_on"]) == ("video/mp4", "00:10:10", "2026-11-20")
    text = (mine / "evidence" / ITEM / "evidence.yaml").read_text("utf-8")
    assert "# filmed from the back" in text
    assert text.endswith("# the end\n")
    assert "MC345" not in simcred("check", mine).out
    assert simcred("undo", mine).code == 0
    assert says(mine)["links"] == [{"url": LINK, "access": "my drive"}]


def test_which_of_several_links_is_said_by_number_or_address(simcred: Simcred, mine: Path, drive: Path) -> None:
    linked(mine, f"links:\n  - url: {LINK}\n  - url: {LINK}-2\n  - url: {LINK}-3\n")
    one, two, three = (video(drive / f"{number}.mp4", str(number)) for number in range(3))
    ran = simcred("privacy", "bind", ITEM, one, "-C", mine)
    assert ran.code == 2
    assert "this item has several links" in ran.err
    assert f"link 2 ({LINK}-2)" in ran.err
    assert not salt_of(one).exists()
    assert simcred("privacy", "bind", ITEM, two, "--link", "2", "-C", mine).code == 0
    assert simcred("privacy", "bind", ITEM, one, "--link", LINK, "-C", mine).code == 0
    assert simcred("privacy", "bind", ITEM, three, "-C", mine).code == 0, "only one is left"
    values = [link["commitment"]["value"] for link in says(mine)["links"]]
    assert values == [digest(salt_of(path).read_bytes(), path.read_bytes()) for path in (one, two, three)]
    for said in ("0", "4", "-1", "²", f"{LINK}-4", "x" * 5_000):
        ran = simcred("privacy", "bind", ITEM, one, f"--link={said}", "-C", mine)
        assert ran.code == 2
        assert "this item has no link" in ran.err
        assert len(ran.err) < 1_500


def test_a_link_that_is_bound_is_bound_anew_only_on_demand(simcred: Simcred, mine: Path, drive: Path) -> None:
    linked(mine, f"links:\n  - url: {LINK}\n")
    lesson = video(drive / "lesson.mp4")
    assert simcred("privacy", "bind", ITEM, lesson, "-C", mine).code == 0
    first = says(mine)
    assert "nothing was changed" in simcred("privacy", "bind", ITEM, lesson, "-C", mine).err
    video(lesson, "cut", 400)
    ran = simcred("privacy", "bind", ITEM, lesson, "-C", mine)
    assert ran.code == 2
    assert "is bound already, and not to lesson.mp4 as it is now" in ran.err
    assert says(mine) == first
    assert simcred("privacy", "bind", ITEM, lesson, "--anew", "-C", mine).code == 0
    (link,) = says(mine)["links"]
    assert link["length"] == "00:06:40"
    assert link["commitment"]["value"] == digest(salt_of(lesson).read_bytes(), lesson.read_bytes())


def test_an_item_without_links_gets_one(simcred: Simcred, mine: Path, drive: Path) -> None:
    linked(mine, "narrative: What I saw.\n")
    lesson = video(drive / "lesson.mp4")
    assert simcred("privacy", "bind", ITEM, lesson, "-C", mine).code == 2
    assert simcred("privacy", "bind", ITEM, lesson, "--access", "School drive", "-C", mine).code == 0
    (link,) = says(mine)["links"]
    assert link["access"] == "School drive"
    assert "url" not in link
    assert simcred("privacy", "bind", "no-such-item", lesson, "-C", mine).code == 2


def test_edit_adds_what_is_kept_elsewhere(simcred: Simcred, mine: Path, drive: Path) -> None:
    linked(mine, f"links:\n  - url: {LINK}\n")
    lesson = video(drive / "lesson.mp4")
    assert simcred("edit", ITEM, "--link", f"{LINK}-2", "--media", lesson, "-C", mine).code == 0
    bare, bound = says(mine)["links"]
    assert bare == {"url": LINK}
    assert bound["commitment"]["value"] == digest(salt_of(lesson).read_bytes(), lesson.read_bytes())
    assert simcred("edit", ITEM, "--media", lesson, "-C", mine).code == 2


# Looking


@pytest.fixture
def bound(simcred: Simcred, mine: Path, drive: Path) -> Path:
    """The video to which the portfolio's one link is bound."""
    lesson = video(drive / "lesson.mp4")
    assert add(simcred, mine, "--link", LINK, "--media", lesson).code == 0
    return lesson


def test_without_a_folder_it_says_what_is_bound(simcred: Simcred, mine: Path, bound: Path) -> None:
    assert look(simcred, mine) == (0, [("not-looked", None)])
    assert "Name the folders" in " ".join(simcred("privacy", "media", "-C", mine).out.split())


def test_what_is_there_and_unchanged(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    assert look(simcred, mine, drive) == (0, [("unchanged", "lesson.mp4")])
    assert "there and unchanged" in simcred("privacy", "media", drive, "-C", mine).out


def test_names_may_change(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    (drive / "2026/october").mkdir(parents=True)
    bound.rename(drive / "2026/october/period 4.mp4")
    assert look(simcred, mine, drive) == (0, [("unchanged", "2026/october/period 4.mp4")])
    salt_of(bound).rename(drive / "2026/period 4.mp4.salt")
    assert look(simcred, mine, drive) == (0, [("unchanged", "2026/october/period 4.mp4")])


@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_changed_byte_is_told(simcred: Simcred, mine: Path, drive: Path, bound: Path, at: int) -> None:
    data = bytearray(bound.read_bytes())
    data[at] ^= 1
    bound.write_bytes(data)
    assert look(simcred, mine, drive) == (5, [("changed", "lesson.mp4")])
    assert "there, but changed" in simcred("privacy", "media", drive, "-C", mine).out


def test_another_length_is_told_as_changed_too(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    video(bound, "another take", 400)
    assert look(simcred, mine, drive) == (5, [("changed", "lesson.mp4")])
    bound.write_bytes(b"")
    assert look(simcred, mine, drive) == (5, [("changed", "lesson.mp4")])


def test_what_is_gone_is_not_found(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    bound.unlink()
    assert look(simcred, mine, drive) == (1, [("missing", None)])
    assert "Its salt is there" in simcred("privacy", "media", drive, "-C", mine).out
    salt_of(bound).unlink()
    assert look(simcred, mine, drive) == (1, [("missing", None)])
    (drive / "other.mp4").write_bytes(b"another")
    assert look(simcred, mine, drive) == (1, [("missing", None)])


def test_a_salt_that_is_missing_leaves_it_open(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    salt_of(bound).unlink()
    assert look(simcred, mine, drive) == (3, [("no-salt", "lesson.mp4")])
    shutil.copy(bound, drive / "copy.mp4")
    assert look(simcred, mine, drive) == (3, [("no-salt", None)])
    salt_of(bound).write_bytes(b"x" * 32)
    assert look(simcred, mine, drive) == (3, [("no-salt", None)]), "another salt says nothing"
    salt_of(bound).write_bytes(b"x" * 31)
    assert look(simcred, mine, drive) == (3, [("no-salt", None)])


def test_two_files_alike_are_one_and_the_same(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    shutil.copy(bound, drive / "a-copy.mp4")
    code, ((found, file),) = look(simcred, mine, drive)
    assert (code, found) == (0, "unchanged")
    assert file in ("a-copy.mp4", "lesson.mp4")
    bound.unlink()
    assert look(simcred, mine, drive) == (0, [("unchanged", "a-copy.mp4")])


def two(simcred: Simcred, mine: Path, drive: Path) -> tuple[Path, Path]:
    """Two videos, each bound by its own item."""
    one, other = video(drive / "one.mp4", "aa"), video(drive / "two.mp4", "bb")
    assert one.stat().st_size == other.stat().st_size
    assert add(simcred, mine, "--link", LINK, "--media", one).code == 0
    assert add(simcred, mine, "--link", LINK, "--media", other).code == 0
    return one, other


def test_swapped_salts_are_seen_through(simcred: Simcred, mine: Path, drive: Path) -> None:
    one, other = two(simcred, mine, drive)
    salt = salt_of(one).read_bytes()
    salt_of(other).rename(salt_of(one))
    salt_of(other).write_bytes(salt)
    assert look(simcred, mine, drive) == (0, [("unchanged", "one.mp4"), ("unchanged", "two.mp4")])
    one.unlink()
    assert look(simcred, mine, drive) == (1, [("missing", None), ("unchanged", "two.mp4")]), "two.mp4 is no changed one.mp4"


def test_of_two_only_the_changed_one_is_told(simcred: Simcred, mine: Path, drive: Path) -> None:
    one, _ = two(simcred, mine, drive)
    video(one, "cc")
    assert look(simcred, mine, drive) == (5, [("changed", "one.mp4"), ("unchanged", "two.mp4")])


def without(mine: Path, *names: str) -> None:
    """Takes from the commitment and the link what others who bind files might not have written."""
    path = mine / "evidence" / ITEM / "evidence.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.strip().startswith(tuple(f"{name}:" for name in names))), "utf-8")


@pytest.mark.parametrize("names", [("salt_sha256",), ("salt_sha256", "size"), ("size",)])
def test_less_that_is_said_is_enough_to_find_it(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, names: tuple[str, ...]
) -> None:
    without(mine, *names)
    video(drive / "other.mp4", "other")
    salt_of(drive / "other.mp4").write_bytes(b"o" * 32)
    assert look(simcred, mine, drive) == (0, [("unchanged", "lesson.mp4")])
    data = bytearray(bound.read_bytes())
    data[-1] ^= 1
    bound.write_bytes(data)
    wanted = "missing" if names == ("salt_sha256", "size") else "changed"
    code, ((found, _),) = look(simcred, mine, drive)
    assert (found, code) == (wanted, {"missing": 1, "changed": 5}[wanted])


def test_with_too_many_salts_to_try_it_says_so(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(mine, "salt_sha256")
    monkeypatch.setattr(looking, "_MOST_SALTS", 3)
    for number in range(5):
        (drive / f"{number}.salt").write_bytes(bytes([number]) * 32)
    assert look(simcred, mine, drive) == (0, [("unchanged", "lesson.mp4")]), "the nearest are tried first"
    video(bound, "LESSON")
    assert look(simcred, mine, drive)[0] in (3, 5)
    salt_of(bound).unlink()
    assert look(simcred, mine, drive) == (3, [("cannot-tell", None)])


def test_a_file_is_read_once_whatever_links_ask(
    simcred: Simcred, mine: Path, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(simcred, mine, drive)
    read: list[int] = []
    plain = Outside.salted
    monkeypatch.setattr(Outside, "salted", lambda self, salts: (read.append(len(salts)), plain(self, salts))[1])
    assert simcred("privacy", "media", drive, "-C", mine).code == 0
    assert len(read) <= 3


def test_nothing_but_files_of_its_size_and_salts_is_opened(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (drive / f"{number}.mp4").write_bytes(b"x" * number)
    opened: list[str] = []
    plain = Outside.__init__
    monkeypatch.setattr(Outside, "__init__", lambda self, path: (opened.append(path.name), plain(self, path))[1])
    assert simcred("privacy", "media", drive, "-C", mine).code == 0
    assert opened == ["lesson.mp4"]


def test_links_pipes_and_nested_folders_do_no_harm(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    bound.rename(away / "lesson.mp4")
    pipe(drive / "pipe.mp4")
    pipe(drive / "pipe.salt")
    (drive / "loop").symlink_to(drive)
    (drive / "to-away").symlink_to(away)
    (drive / "to-lesson.mp4").symlink_to(away / "lesson.mp4")
    (drive / "dead.salt").symlink_to(drive / "nothing")
    assert look(simcred, mine, drive) == (1, [("missing", None)]), "no link is followed"
    assert look(simcred, mine, drive, away) == (0, [("unchanged", "lesson.mp4")])
    assert look(simcred, mine, tmp_path / "drive/to-away", drive) == (0, [("unchanged", "lesson.mp4")])


def test_folders_that_simcred_skips_elsewhere_are_looked_into(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    (drive / "packet").mkdir()
    bound.rename(drive / "packet/lesson.mp4")
    assert look(simcred, mine, drive) == (0, [("unchanged", "packet/lesson.mp4")])


def test_what_is_too_deep_or_cannot_be_read_leaves_it_open(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = drive.joinpath(*"abcdefghijklmnop")
    deep.mkdir(parents=True)
    assert look(simcred, mine, drive) == (0, [("unchanged", "lesson.mp4")])
    bound.rename(deep / "lesson.mp4")
    assert look(simcred, mine, drive) == (3, [("cannot-tell", None)])
    (deep / "lesson.mp4").rename(bound)

    def refused(self: Outside, path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    shutil.rmtree(drive / "a")
    monkeypatch.setattr(Outside, "__init__", refused)
    assert look(simcred, mine, drive) == (3, [("cannot-tell", None)])
    assert "lesson.mp4: permission denied" in simcred("privacy", "media", drive, "-C", mine).out.casefold()


def test_a_salt_that_cannot_be_read_leaves_it_open(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(looking, "read_salt", refused)
    assert look(simcred, mine, drive) == (3, [("cannot-tell", None)])


def test_a_file_that_grows_while_it_is_looked_at_is_left_open(
    simcred: Simcred, mine: Path, drive: Path, bound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "chunks", growing(bound))
    ran = simcred("privacy", "media", drive, "--json", "-C", mine)
    assert ran.code == 3
    assert ran.data["links"][0]["found"] == "cannot-tell"


def test_an_unbound_link_is_named_and_blocks_nothing(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    assert add(simcred, mine, "--link", f"{LINK}-2").code == 0
    assert look(simcred, mine, drive) == (0, [("unchanged", "lesson.mp4"), ("unbound", None)])
    assert f"simcred privacy bind {ITEM}-2 FILE --link 1" in simcred("privacy", "media", drive, "-C", mine).out


def test_what_belongs_to_nothing_is_named(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    (drive / "gone.mp4.salt").write_bytes(b"g" * 32)
    video(drive / "theirs.mp4", "of another portfolio")
    salt_of(drive / "theirs.mp4").write_bytes(b"t" * 32)
    ran = simcred("privacy", "media", drive, "--json", "-C", mine)
    assert ran.code == 0
    assert ran.data["strays"] == [{"file": "gone.mp4.salt", "alone": True}, {"file": "theirs.mp4.salt", "alone": False}]


def test_the_most_serious_answer_decides(simcred: Simcred, mine: Path, drive: Path) -> None:
    one, other = two(simcred, mine, drive)
    other.unlink()
    salt_of(other).unlink()
    assert look(simcred, mine, drive)[0] == 3, "a file of its size is there"
    video(one, "another length, and so no file of that size")
    assert look(simcred, mine, drive) == (5, [("changed", "one.mp4"), ("missing", None)])


def test_a_file_that_is_called_as_a_student_is_bound_and_not_named(simcred: Simcred, mine: Path, drive: Path) -> None:
    (mine / ".simcred").mkdir()
    (mine / ".simcred/roster").write_text("Smith, Jayden\n", "utf-8")
    lesson = video(drive / "jayden_smith_reads.mp4")
    ran = add(simcred, mine, "--link", LINK, "--media", lesson)
    assert ran.code == 0
    assert "The file (" in ran.err
    assert "is bound where it lies. A salt was written beside it." in " ".join(ran.err.split())
    said = [ran]
    other = video(drive / "jayden_smith_writes.mp4", "another")
    said.append(simcred("privacy", "bind", ITEM, other, "-C", mine))
    assert "not to the file as it is now" in said[-1].err
    salt_of(other).write_bytes(b"short")
    said.append(add(simcred, mine, "--link", LINK, "--media", other))
    assert "the salt beside the file cannot be used" in said[-1].err
    other.write_bytes(b"")
    said.append(add(simcred, mine, "--link", LINK, "--media", other))
    assert "the file is empty" in said[-1].err
    other.write_bytes(b"%PDF-1.4 no video")
    said.append(add(simcred, mine, "--link", LINK, "--media", other))
    said.append(add(simcred, mine, "--link", LINK, "--media", drive / "jayden_smith.mp4"))
    assert "there is no file of that name" in said[-1].err
    assert [ran.code == 0 for ran in said[1:]] == [False] * 5
    assert "jayden" not in "".join(ran.out + ran.err for ran in said).casefold()


@pytest.mark.parametrize("what", ["nowhere", "a-file"])
def test_a_folder_that_is_none_cannot_be_looked_into(simcred: Simcred, mine: Path, drive: Path, bound: Path, what: str) -> None:
    (drive / "a-file").write_bytes(b"")
    ran = simcred("privacy", "media", drive / what, "-C", mine)
    assert ran.code == 3
    assert "the folder" in ran.err


def test_a_portfolio_with_nothing_elsewhere_says_so(simcred: Simcred, mine: Path, drive: Path) -> None:
    assert look(simcred, mine, drive) == (0, [])
    assert "No evidence of this portfolio is kept elsewhere." in simcred("privacy", "media", drive, "-C", mine).out


def test_a_file_that_is_called_as_a_student_is_not_named(simcred: Simcred, mine: Path, drive: Path) -> None:
    (mine / ".simcred").mkdir()
    (mine / ".simcred/roster").write_text("Smith, Jayden\n", "utf-8")
    lesson = video(drive / "jayden_smith_reads.mp4")
    (drive / "Jayden Smith").mkdir()
    (drive / "Jayden Smith/old.mp4.salt").write_bytes(b"o" * 32)
    assert add(simcred, mine, "--link", LINK, "--media", lesson).code == 0
    for change in (lambda: None, lambda: video(lesson, "LESSON"), lambda: salt_of(lesson).unlink(), lambda: lesson.unlink()):
        change()
        for more in ((), ("--json",)):
            ran = simcred("privacy", "media", drive, *more, "-C", mine)
            assert "jayden" not in (ran.out + ran.err).casefold()
            assert "smith" not in (ran.out + ran.err).casefold()


def test_reading_a_large_file_is_said_at_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from simcred.cli import settings as cli

    cli.reading("lesson.mp4", 10**9)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(cli.sys.stderr, "isatty", lambda: True, raising=False)
    cli.reading("small.mp4", 10**6)
    cli.reading("lesson.mp4", 4_200_000_000)
    assert capsys.readouterr().err == "Reading lesson.mp4 (4.2 GB) ...\n"


def test_read_salt(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a" * 32)
    (tmp_path / "b").write_bytes(b"a" * 33)
    assert read_salt(tmp_path / "a") == b"a" * 32
    assert read_salt(tmp_path / "b") is None
    with pytest.raises(FileNotFoundError):
        read_salt(tmp_path / "c")


def test_each_file_that_is_read_whole_is_told_of_before(tmp_path: Path, mine: Path, drive: Path) -> None:
    from simcred.app.adding import add_evidence
    from simcred.app.answers import Addition
    from simcred.app.late_binding import Binding, plan_binding
    from simcred.app.look import Look

    lesson = video(drive / "lesson.mp4")
    told: list[tuple[str, int]] = []
    day = Look(dt.date(2026, 11, 20))
    sets = ("people.shown=students",)
    new = Addition("L2C-08", (), None, None, "2026-10-20", "Lesson", (LINK,), sets, (lesson,))
    add_evidence(mine, new, day, progress=lambda name, size: told.append((name, size)))
    plan_binding(mine, Binding(ITEM, lesson, anew=True), day, lambda name, size: told.append((name, size)))
    looking.look_for(mine, [drive], day, lambda name, size: told.append((name, size)))
    assert told == [("lesson.mp4", lesson.stat().st_size)] * 3


def test_an_item_with_a_mistake_in_it_leaves_it_open(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    manifest = mine / "evidence" / ITEM / "evidence.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "odd: 1\n", "utf-8")
    for folders in ((), (drive,)):
        ran = simcred("privacy", "media", *folders, "--json", "-C", mine)
        assert (ran.code, ran.data["links"], ran.data["unknown"]) == (3, [], [ITEM])
    out = simcred("privacy", "media", drive, "-C", mine).out
    assert f"cannot tell {ITEM} has mistakes in it" in " ".join(out.split())


# Erasure, and what must not be here


def test_remove_says_how_what_is_elsewhere_is_deleted_for_good(simcred: Simcred, mine: Path, drive: Path, bound: Path) -> None:
    ran = simcred("remove", ITEM, "-C", mine)
    assert ran.code == 0
    assert "It binds 1 file kept elsewhere" in ran.err
    assert "delete it and its salt" in ran.err
    assert bound.exists()
    assert salt_of(bound).exists()
    assert "kept elsewhere" not in simcred("remove", "2026-09-18-draft", "-C", mine).err


def test_a_salt_in_an_item_is_told_once_and_leaves_the_item_countable(simcred: Simcred, mine: Path) -> None:
    def outcomes() -> list[str]:
        goals = simcred("status", mine, "--json").data["portfolios"][0]["goals"]
        return [row["outcome"] for goal in goals for row in goal["rows"]]

    before = outcomes()
    (mine / "evidence/2026-09-18-draft/draft.pdf.salt").write_bytes(b"s" * 32)
    codes = [found["code"] for found in simcred("check", mine, "--json").data["portfolios"][0]["findings"]]
    assert codes == ["MC346", "MC346"], "the salt, and the file that it belongs to; not that it is unlisted"
    assert outcomes() == before


def test_the_packet_and_the_sheet_show_what_has_no_address(simcred: Simcred, mine: Path, drive: Path) -> None:
    lesson = video(drive / "lesson.mp4")
    assert simcred("edit", "2026-09-18-draft", "--media", lesson, "--access", "Staff drive", "-C", mine).code == 0
    assert simcred("packet", mine, "--goal", "unit-organizer-fi").code == 0
    page = (mine / "packet/unit-organizer-fi.html").read_text("utf-8")
    assert "Kept elsewhere, at no web address" in page
    assert "kept at: Staff drive" in page
    assert "None" not in page
    ran = simcred("sheet", "unit-organizer-fi", "-C", mine)
    assert ran.code == 0
    assert "None" not in ran.out


def test_the_scaffold_keeps_salts_from_git_and_an_older_one_stays_valid(simcred: Simcred, mine: Path) -> None:
    older = (ROOT / "templates/portfolio/older/gitignore-1").read_bytes()
    newest = (ROOT / "templates/portfolio/gitignore").read_bytes()
    assert b"\n*.salt\n" in newest
    assert b"salt" not in older
    for text, codes in ((older, []), (newest, []), (older + b"*.x\n", ["MC321"]), (newest[:-1] + b"x", ["MC321"])):
        (mine / ".gitignore").write_bytes(text)
        assert [found["code"] for found in simcred("check", mine, "--json").data["portfolios"][0]["findings"]] == codes
    (mine / ".gitignore").write_bytes(older)
    assert simcred("init", mine).code == 0
    assert (mine / ".gitignore").read_bytes() == newest, "init renews what it once wrote itself"


def test_the_page_for_educators_shows_commands_that_work(
    simcred: Simcred, mine: Path, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs/educators.md").read_text("utf-8")
    section = page.partition("## Videos and photos that stay at school")[2].partition("\n## ")[0]
    commands = [line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 4
    for number, name in enumerate(("lesson", "second", "third")):
        video(drive / f"{name}.mp4", name, 600 + number)
    assert add(simcred, mine, "--link", f"{LINK}-3").code == 0
    (mine / "evidence" / ITEM).rename(mine / "evidence/2026-11-03-third")
    monkeypatch.chdir(mine)
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "simcred"
        ran = simcred(*words)
        assert ran.code == 0, (command, ran.err)
    assert look(simcred, mine, drive) == (
        0,
        [("unchanged", "lesson.mp4"), ("unchanged", "second.mp4"), ("unchanged", "third.mp4")],
    )
    for state in ("there and unchanged", "there, but changed", "not found there", "salt missing", "no commitment yet"):
        assert state.replace(" ", "") in section.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("links", [True, False])
def test_of_two_who_make_a_salt_at_once_the_first_ones_is_both_s(
    drive: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    lesson = drive / "lesson.mp4"
    lesson.write_bytes(b"x")
    theirs = b"t" * 32
    write = salting._write

    def meanwhile(path: Path, salt: bytes) -> None:
        write(path, salt)
        salting.salt_beside(lesson).write_bytes(theirs)

    monkeypatch.setattr(salting, "_write", meanwhile)
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(1, "not here")))
    assert salting.salt_of(lesson)[0] == theirs
    assert salting.salt_beside(lesson).read_bytes() == theirs
    assert sorted(path.name for path in drive.iterdir()) == ["lesson.mp4", "lesson.mp4.salt"]
