"""What a look inside a file says: of whole files, of wrong ones, and of files that were made to break parsers."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import files
import pytest
from conftest import ROOT, TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from simcred.app.places import starter
from simcred.assess import assess
from simcred.findings.catalogue import code_of
from simcred.inspect.child import message_from
from simcred.inspect.looking import Looker
from simcred.inspect.reading import Reading
from simcred.inspect.room import Room, room
from simcred.inspect.signatures import by_first_bytes
from simcred.load.facts import load
from simcred.load.shape import Shapes
from simcred.model.contents import Content
from simcred.rules.contents import FITS, fault_of
from simcred.rules.filetypes import TYPES
from simcred.snapshot.folder import FolderTree
from simcred.snapshot.memory import MemoryTree

MALFORMED = ROOT / "tests/data/malformed"
PDFS = sorted((MALFORMED / "pikepdf").glob("*.pdf"))
XMLS = sorted((MALFORMED / "defusedxml").glob("*.xml"))
GOOD = sorted(
    path for path in (ROOT / "example-portfolio/evidence").rglob("*") if path.suffix in (".pdf", ".png", ".jpg", ".docx")
)
SECONDS = 25
"""For one hostile file, on a machine that does other things, too; the limit itself is 30."""


def content(data: bytes) -> Content:
    """What is told of a file, in time."""
    begun = time.monotonic()
    said = Reading().content(data)
    assert time.monotonic() - begun < SECONDS
    return said


def heic(brand: bytes = b"heic", others: bytes = b"mif1heic") -> bytes:
    return files.box(b"ftyp", brand + bytes(4) + others) + files.box(b"meta", bytes(40))


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(100)


TOLD: list[tuple[str, bytes]] = [
    ("heic", heic()),
    ("heic", heic(b"mif1")),
    ("avif", heic(b"mif1", b"avifmiaf")),
    ("avif", heic(b"avif")),
    ("webp", b"RIFF\x10\0\0\0WEBPVP8 "),
    ("avi", b"RIFF\x10\0\0\0AVI LIST"),
    ("gif", b"GIF89a\x01\0\x01\0"),
    ("tiff", b"II*\0\x08\0\0\0"),
    ("bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0"),
    ("doc", ole("WordDocument")),
    ("xls", ole("Workbook")),
    ("ppt", ole("PowerPoint Document")),
    ("ole", ole("Something")),
    ("rtf", b"{\\rtf1\\ansi Hello}"),
    ("html", b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"),
    ("html", b"\xef\xbb\xbf\r\n<!-- saved --><HTML>"),
    ("html", "<html><body>\u00e9</body></html>".encode("utf-16")),
    ("svg", b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    ("svg", b"<svg onload='x'/>"),
    ("xml", b"<?xml version='1.0'?><plain/>"),
    ("rar", b"Rar!\x1a\x07\x01\0"),
    ("7z", b"7z\xbc\xaf\x27\x1c"),
    ("exe", b"MZ\x90\0\x03\0"),
    ("exe", b"\x7fELF\x02\x01"),
    ("wmv", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9"),
    ("mkv", b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska"),
    ("mp3", b"\xff\xfb\x90\x64" + bytes(40)),
    ("mp3", b"ID3\x04\0\0\0\0\0\0"),
    ("txt", b"student,measure\nS01,pretest\n"),
    ("txt", "Zo\u00eb wrote this.".encode("utf-8-sig")),
    ("txt", "Zo\u00eb wrote this.".encode("utf-16")),
    ("txt", "He said \u201cyes\u201d and went on for a while.".encode("cp1252")),
    ("txt", b"MZ is how this sentence begins, and it is no program."),
    ("txt", b"BZh and ID3 begin others"),
    ("ps", b"%!PS-Adobe-3.0\n%%Pages: 1\n"),
    ("gif", b"GIF89a" + struct.pack("<HHBBB", 300, 300, 0x80, 0, 0)),
    ("caf", b"caff\0\x01\0\0desc" + bytes(20)),
    ("amr", b"#!AMR\n\x3c\x91\x17"),
    ("bz2", b"BZh91AY&SY\x01\x02"),
    ("mov", files.box(b"wide") + files.box(b"mdat", b"1" * 40) + files.recording()[20:]),
    ("pdf", b"%PDF-1.4 " + files.pdf()[9:]),
    ("txt", b"# Notes\n\n<b>bold</b> in Markdown"),
    ("", b"text\0with a hole"),
    ("", b"\xff\xfe\x41"),
    ("", bytes(range(256)) * 4),
    ("pdf", b"junk of a server\n" + files.pdf()),
    ("odt", files.archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, compressed=False)),
    ("epub", files.archive({"mimetype": b"application/epub+zip"}, compressed=False)),
    ("iwork", files.archive({"Index/Document.iwa": b"1", "Metadata/Properties.plist": b"1"})),
    ("zip", files.archive({"draft.pdf": b"1"})),
    ("docm", files.office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml", b"<a/>")),
    ("docx", files.office("word/document2.xml", files.WORD, b"<a/>")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data"), TOLD, ids=[f"{number}-{kind}" for number, (kind, _) in enumerate(TOLD)])
def test_what_a_file_is(kind: str, data: bytes) -> None:
    said = content(data)
    assert (said.type, said.state) == (kind, "whole")


def first_words() -> list[bytes]:
    """Every sign of a type that is a word, as the beginning of a sentence."""
    from simcred.inspect import signatures

    signs = [*(sign for sign, _ in signatures._FIRST), b"RIFF", b"RF64", b"%PDF-", b"%PDF-1.4", b"CAFFeine", b"ustar"]
    words = [match[0] for sign in signs if (match := signatures._WORDS.match(sign))]
    boxes = [lead + name for name in sorted(signatures._FIRST_BOXES) for lead in (b"The ", b"Our\n", b"\n\n\t ")]
    return [*words, *boxes, b"RIFF and WAVE", b"A" * 257 + b"ustar", b"caffeine"]


@pytest.mark.parametrize("word", first_words(), ids=lambda word: ascii(word)[2:-1])
def test_a_sentence_is_text_whatever_word_it_begins_with(word: bytes) -> None:
    rest = "-time routine worked well; na\u00efve readers, too.\n"
    for between in (" ", "\t", "\n", ": ", "1 "):
        for data in (
            word + (between + rest).encode(),
            word + (between + rest).encode("cp1252"),
            b"\xef\xbb\xbf" + word + b" is so.",
        ):
            if between != "\n" or word not in (b"%!PS", b"#!AMR", b"%PDF-1.4"):  # so do the real ones begin
                assert by_first_bytes(data) == Content("txt"), data
    assert fault_of("notes.md", content(word + b" begins a note.")) is None


WRITTEN = "\u0414\u0435\u0442\u0438 \u0447\u0438\u0442\u0430\u043b\u0438, \u043f\u043e\u0442\u043e\u043c \u043f\u0438\u0441\u0430\u043b\u0438."
TEXTS = [
    b"line\x0bbreaks\x0bof Word\x07 and a letter\x08 taken back\x7f",
    b"one stray \x01 in a long text",
    b"<!-- prettier-ignore -->\n# Notes\n\nWe used <html> and <svg> today.",
    b"<h1>Notes</h1>\n",
    b"<!DOCTYPE html>\n<html><body>My notes</body></html>",
    b"<svg/> is how one draws a circle",
    b"<p align=center><img src='a.png'></p>\n# Notes",
    b"<?xml version='1.0'?><plain/>",
    WRITTEN.encode(),
    WRITTEN.encode("utf-16"),
]


@pytest.mark.parametrize("data", TEXTS, ids=range(len(TEXTS)))
def test_text_is_text_whatever_is_marked_up_in_it(data: bytes) -> None:
    for ending in ("md", "txt", "csv"):
        assert fault_of(f"notes.{ending}", content(data)) is None


OLD = {
    "cp1251": WRITTEN,
    "shift-jis": "\u5b50\u4f9b\u304c\u8aad\u3093\u3060",
    "utf-16-le": "Plain words",
    "utf-16-be": "Plain words",
}


@pytest.mark.parametrize("encoding", OLD)
def test_text_of_old_editors_is_worth_a_look_and_no_more(encoding: str) -> None:
    said = content(OLD[encoding].encode(encoding))
    for ending in ("md", "txt", "csv"):
        fault = fault_of(f"notes.{ending}", said)
        assert fault is not None
        assert (fault.code, code_of(fault.code).severity) == ("MC344", "warning")
        assert "save it as UTF-8" in fault.hint
    fault = fault_of("notes.pdf", said)
    assert fault is not None
    assert code_of(fault.code).severity == "error"


def test_recordings_that_begin_with_something_else() -> None:
    frame = b"\xff\xfb\x90\x64" + bytes(400)
    tag = b"APETAGEX\xd0\x07\0\0" + bytes(60)
    for data in (frame, bytes(2_000) + frame, bytes(40) + b"ID3\x03\0\0" + frame, tag + frame):
        assert fault_of("a.mp3", content(data)) is None
    for name in ("a.mp3", "a.wav"):
        fault = fault_of(name, content(b"\x80\x81\0\x90" * 40))
        assert fault is not None
        assert (fault.code, code_of(fault.code).severity) == ("MC344", "warning")
    assert fault_of("a.m4a", content(files.recording(brand=b"qt  "))) is None


@pytest.mark.parametrize("ending", files.MAKERS)
def test_what_may_be_handed_in_is_known_and_whole(ending: str) -> None:
    said = content(files.made(f"a.{ending}"))
    assert said.state == "whole"
    assert fault_of(f"a.{ending}", said) is None
    assert said.type in FITS[ending]


def test_every_type_has_a_name() -> None:
    from simcred.inspect import packages, signatures

    known = {kind for _, kind in signatures._FIRST} | set(signatures._BRANDS.values()) | set(signatures._RIFF.values())
    known |= (
        set(packages._MAIN_KINDS)
        | set(packages._OPEN.values())
        | {kind for kind, _ in TOLD}
        | {kind for kind, _ in signatures._OLE.values()}
    )
    assert known - {""} <= set(TYPES)


STUBS = [
    b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    b"/annex/objects/SHA256E-s31390--f50d7ac4.pdf\n",
    b"../../.git/annex/objects/f8/4Q/SHA256E-s31390--f50d7ac4.pdf/SHA256E-s31390--f50d7ac4.pdf",
    b"outs:\n- md5: a304afb96060aad90176268345e10355\n  path: lesson.mp4\n",
    b"md5: a304afb96060aad90176268345e10355\n",
    b"[InternetShortcut]\r\nURL=https://docs.example.org/\r\n",
    b"[InternetShortcut.A]\r\nURL=x\r\n",
    b"[Desktop Entry]\nType=Link\nURL=https://example.org\n",
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x">\n'
    b'<plist version="1.0">\n<dict>\n\t<key>URL</key>\n\t<string>https://example.org</string>\n</dict></plist>',
    b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "ana@example.org"}',
    b'{"":"WARNING!","doc_id":"1","resource_key":"","email":"ana@example.org"}',
    b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(40),
    b"book\0\0\0\0mark\0\0\0\0" + bytes(40),
    b"bplist00\xd1\x01\x02SURL_\x10\x13https://example.org",
]


@pytest.mark.parametrize("data", STUBS, ids=range(len(STUBS)))
def test_what_only_stands_for_a_document(data: bytes) -> None:
    said = content(data)
    assert said.state == "placeholder"
    fault = fault_of("a.pdf", said)
    assert fault is not None
    assert fault.code == "MC336"


@pytest.mark.parametrize(
    "text", ["A page about [InternetShortcut] files.", "md5: of what?", "{doc_id}", '{"title": "my list"}', "version 2"]
)
def test_words_about_placeholders_are_none(text: str) -> None:
    assert content(text.encode()).state == "whole"


def test_zeros_are_what_a_cloud_leaves() -> None:
    said = content(bytes(4096))
    assert (said.state, said.type) == ("damaged", "")
    assert "zeros" in said.detail


# Recordings


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("index_first", [True, False])
@pytest.mark.parametrize(("sound", "seconds"), [(True, 1330.5), (False, 4.0)])
def test_length_and_sound(version: int, index_first: bool, sound: bool, seconds: float) -> None:
    said = content(files.recording(seconds, sound=sound, index_first=index_first, version=version))
    assert said == Content("mp4", seconds=seconds, sound=sound)


def test_a_recording_in_parts_says_its_length_in_a_header_of_its_own() -> None:
    header = files.box(b"mvhd", struct.pack(">B3xIIII", 0, 0, 0, 1000, 0) + bytes(80))
    extends = files.box(b"mvex", files.box(b"mehd", struct.pack(">B3xI", 0, 61_500)))
    data = files.box(b"ftyp", b"iso6") + files.box(b"moov", header + extends) + files.box(b"moof") + files.box(b"mdat", b"1")
    assert content(data).seconds == 61.5


@pytest.mark.parametrize("scale", [0, 1])
def test_a_lying_header_has_no_length(scale: int) -> None:
    header = files.box(b"mvhd", struct.pack(">B3xIIII", 0, 0, 0, scale, 0xFFFFFFFF) + bytes(80))
    said = content(files.box(b"ftyp", b"isom") + files.box(b"moov", header) + files.box(b"mdat", b"1"))
    assert (said.state, said.seconds) == ("whole", None)


@pytest.mark.parametrize("index_first", [True, False])
def test_a_cut_recording_is_told_wherever_it_is_cut(index_first: bool) -> None:
    whole = files.recording(600, index_first=index_first)
    for length in range(20, len(whole)):
        assert content(whole[:length]).state == "cut", length
    assert content(whole + b"\0\0\0").state == "whole", "a camera's padding does no harm"


def test_boxes_without_end_are_walked_to_an_end() -> None:
    nested = b""
    for _ in range(2_000):
        nested = files.box(b"moov", nested)
    for data in (nested, files.box(b"ftyp", b"isom") + nested, b"\0\0\0\x01ftyp" + b"\xff" * 8):
        assert content(data).state == "cut"


def test_wav() -> None:
    whole = files.wav(3)
    assert content(whole) == Content("wav", seconds=3.0, sound=True)
    assert content(whole[:-10]).state == "cut"
    assert content(whole[:30]).state == "cut"
    open_ended = whole.replace(b"data" + struct.pack("<I", 24_000), b"data\xff\xff\xff\xff")
    assert content(open_ended).seconds == 3.0


OPEN_SIZES = [0, 0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF - 36, 0xFFFFFFFF]


@pytest.mark.parametrize("size", OPEN_SIZES, ids=hex)
def test_a_wav_that_was_left_open_goes_to_its_end(size: int) -> None:
    whole = files.wav(3).replace(b"data" + struct.pack("<I", 24_000), b"data" + struct.pack("<I", size))
    assert content(whole) == Content("wav", seconds=3.0, sound=True)


def test_a_wav_whose_odd_chunk_was_not_filled_up_and_one_of_more_than_4_gb() -> None:
    whole = files.wav(3)
    for filling in (b"", b"\0"):
        odd = whole[:12] + b"LIST" + struct.pack("<I", 5) + b"INFO " + filling + whole[12:]
        assert content(odd) == Content("wav", seconds=3.0, sound=True)
    lengths = b"ds64" + struct.pack("<IQQQI", 28, len(whole) + 28, 24_000, 0, 0)
    wide = b"RF64\xff\xff\xff\xffWAVE" + lengths + whole[12:].replace(struct.pack("<I", 24_000), b"\xff\xff\xff\xff")
    assert content(wide) == Content("wav", seconds=3.0, sound=True)
    assert content(wide[:-10]).state == "cut"


@pytest.mark.parametrize(
    "behind", [b"uuid of a server", b"\0\0\x90\0free", b"\x7f\xff\0\0skip" + bytes(90), b"<!-- x -->" * 9, bytes(99)]
)
@pytest.mark.parametrize("index_first", [True, False])
def test_what_servers_put_behind_a_recording_does_no_harm(index_first: bool, behind: bytes) -> None:
    assert content(files.recording(600, index_first=index_first) + behind).state == "whole"


# Pictures and documents


def test_a_picture_is_as_large_as_it_is_looked_at() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    said = content(files.picture("JPEG", size=(640, 480), exif=exif))
    assert (said.type, said.width, said.height) == ("jpg", 480, 640)
    assert content(files.picture("PNG", size=(64, 48))) == Content("png", width=64, height=48)


def test_what_phones_put_behind_a_photo_does_no_harm() -> None:
    photo = files.picture("JPEG", size=(320, 240)) + files.recording(3) + b"MotionPhoto_Data\xff\xda\xff"
    assert content(photo).state == "whole"


def test_a_pdf_that_opens_without_a_question_is_whole() -> None:
    assert content((ROOT / "tests/cases/MC335/good/evidence/2026-09-18-draft/draft.pdf").read_bytes()) == Content("pdf", pages=1)


@pytest.mark.parametrize("behind", [b"\n" * 500, bytes(5_000), b"<!-- a server's remark -->" * 200])
def test_what_servers_put_behind_a_pdf_does_no_harm(behind: bytes) -> None:
    assert content(files.pdf() + behind).state == "whole"


@pytest.mark.parametrize(
    "behind",
    [b"<script>a.object = subject</script>\n" * 90, b"\x1b%-12345X@PJL EOJ\n\x1b%-12345X", b"\n1 object lesson\n" * 300],
    ids=range(3),
)
def test_words_behind_a_pdf_are_no_objects(behind: bytes) -> None:
    assert content(files.pdf() + behind).state == "whole"


def test_a_pdf_that_goes_on_behind_its_mark_and_stops_is_cut() -> None:
    more = files.pdf() + b"\n6 0 obj\n<< /Length 9000 >>\nstream\n" + b"x" * 5_000
    assert content(more).state == "cut"


def test_what_printers_and_mail_put_before_a_pdf_does_no_harm() -> None:
    newer = files.pdf().replace(b"trailer", b"%xref stm")
    for before in (
        b"\x1b%-12345X@PJL SET A=B\n",
        b"\n\xef\xbb\xbf",
        b"some words ",
        b"MIME-Version: 1.0\r\nContent-Type: application/pdf\r\n\r\n",
    ):
        assert content(before + files.pdf()) == Content("pdf", pages=1)
        assert by_first_bytes(before + newer) == Content("pdf")


def test_a_text_about_pdfs_is_text() -> None:
    said = content(b"How a PDF is made\n\n%PDF-1.4\n1 0 obj\nendobj\ntrailer\nstartxref\n%%EOF\nand so on\n")
    assert fault_of("notes.md", said) is None


def test_a_pdf_locked_in_an_unknown_way_is_not_called_damaged() -> None:
    lock = b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Adobe.PubSec /V 2 >>"
    said = content(files.pdf().replace(b"/Root 1 0 R", lock))
    assert (said.state, "locked" in said.detail) == ("unknown", True)


def chunk(kind: bytes, body: bytes, *, right: bool = True) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body) ^ (not right))


@pytest.mark.parametrize(
    "odd",
    [
        chunk(b"zTXt", b"words\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"a" * 70_000_000)),
        chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(2_000_000))),
        chunk(b"tEXt", b"Author\0Somebody", right=False),
        chunk(b"eXIf", b"MM\0*", right=False),
    ],
    ids=["zTXt", "iTXt", "iCCP", "tEXt", "eXIf"],
)
def test_what_is_written_beside_a_drawing_does_no_harm(odd: bytes) -> None:
    from simcred.inspect.previews import preview

    whole = files.picture("PNG")
    for at in (33, len(whole) - 12):
        data = whole[:at] + odd + whole[at:]
        assert content(data) == Content("png", width=48, height=36)
        assert preview(data, Content("png")) is not None


def test_a_drawing_turned_by_its_exif_is_still_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert content(files.picture("PNG", size=(64, 48), exif=exif)) == Content("png", width=48, height=64)


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_that_lacks_its_end_mark_alone_is_worth_a_look(progressive: bool) -> None:
    out = io.BytesIO()
    Image.effect_noise((320, 200), 70).convert("RGB").save(out, "JPEG", progressive=progressive)
    whole = out.getvalue()
    for lacking in (1, 2):
        said = content(whole[:-lacking])
        assert (said.state, said.width, said.height) == ("whole", 320, 200)
        fault = fault_of("a.jpg", said)
        assert fault is not None
        assert (fault.code, code_of(fault.code).severity) == ("MC344", "warning")
    for lacking in (12, 50, 1_000, len(whole) // 2):
        assert content(whole[:-lacking]).state == "cut"


TYPES_LIST = "<Types><{} ContentType='{}'/></Types>"


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": TYPES_LIST.format("Override PartName='/word/document.xml'", files.WORD), "word\\document.xml": "<a/>"},
        {"/[Content_Types].xml": TYPES_LIST.format("Override PartName='/word/document.xml'", files.WORD), "/word/document.xml": "<a/>"},
        {"[Content_Types].xml": TYPES_LIST.format("Override PartName='/main.xml'", files.WORD), "main.xml": "<a/>"},
        {"[Content_Types].xml": TYPES_LIST.format("Default Extension='xml'", files.WORD), "word/document.xml": "<a/>"},
        {"[Content_Types].xml": TYPES_LIST.format("Override PartName='/word/document.xml'", files.WORD + "; charset=utf-8"),
         "word/document.xml": "<a/>"},
    ],
    ids=["backslash", "leading slash", "elsewhere", "by ending", "charset"],
)  # fmt: skip
def test_office_documents_of_other_programs(parts: dict[str, str]) -> None:
    data = files.archive({name: text.encode() for name, text in parts.items()})
    assert content(data) == Content("docx")
    assert content(data + bytes(200_000)) == Content("docx")
    assert content(data[:-30]).state == "cut"


def test_another_package_with_such_a_list_is_no_office_document() -> None:
    data = files.archive({"[Content_Types].xml": b"<Types><Default Extension='a' ContentType='b/c'/></Types>", "a.a": b"1"})
    assert content(data) == Content("zip")


def test_a_locked_zip_asks_for_a_password() -> None:
    data = bytearray(files.docx())
    at = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    said = content(bytes(data))
    assert (said.type, said.state) == ("docx", "encrypted")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_examples_files_are_whole_and_cut_ones_are_told(path: Path) -> None:
    whole = path.read_bytes()
    assert fault_of(path.name, content(whole), ()) is None
    kept = 12 if path.suffix != ".jpg" else 3
    for part in range(1, 41):
        length = len(whole) * part // 41
        fault = fault_of(path.name, content(whole[:length]), ())
        assert fault is not None, (length, len(whole))
        assert code_of(fault.code).severity == "error"
    assert fault_of(path.name, content(whole[: len(whole) - kept]), ()) is not None


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_flipped_bytes_are_read_or_told(path: Path) -> None:
    whole, chance = path.read_bytes(), random.Random(path.name)
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        said = content(bytes(data))
        fault = fault_of(path.name, said)
        assert fault is None or code_of(fault.code)


@given(st.binary(min_size=1, max_size=600))
@settings(max_examples=400, deadline=None)
def test_random_bytes_are_something(data: bytes) -> None:
    said = by_first_bytes(data)
    assert said.type == "" or said.type in TYPES


HEADS = [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\0\0\0\x18ftypisom", b"RIFF\0\0\0\0WAVE"]


@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
def test_right_beginnings_and_random_bytes_are_told(head: bytes) -> None:
    chance = random.Random(head)
    for _ in range(20):
        said = content(head + chance.randbytes(chance.choice((1, 40, 4_000, 70_000))))
        assert said.state in ("cut", "damaged", "unknown")


# Files that were made to break parsers


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_malformed_pdfs(path: Path) -> None:
    said = content(path.read_bytes())
    assert said.type == "pdf"
    fault = fault_of(path.name, said)
    assert (fault is None) == (said.state == "whole" and bool(said.pages))


def test_of_the_malformed_pdfs_those_that_no_reader_opens_are_told() -> None:
    states = {path.name: content(path.read_bytes()).state for path in PDFS}
    assert len(PDFS) > 20
    assert {name for name, state in states.items() if state != "whole"} == {
        "fuzz-378014596.pdf",
        "fuzz-small.pdf",
        "newline-buffer-test.pdf",
    }
    locked = (ROOT / "tests/cases/MC335/bad/evidence/2026-09-18-draft/draft.pdf").read_bytes()
    for _ in range(2):
        assert content(locked).state == "encrypted"
        assert content((MALFORMED / "pikepdf/newline-buffer-test.pdf").read_bytes()).state == "damaged", "whatever came before"


@pytest.mark.parametrize("part", ["main", "list"])
@pytest.mark.parametrize("path", XMLS, ids=lambda path: path.name)
def test_malformed_xml_in_a_word_document(path: Path, part: str) -> None:
    xml = path.read_bytes()
    data = files.office("word/document.xml", files.WORD, *([xml] if part == "main" else [b"<a/>", xml]))
    said = content(data)
    harmless = b"<!ENTITY" not in xml and part == "main"
    assert (said.type, said.state) == ("docx", "whole" if harmless else "damaged")
    assert not harmless or (b"<!DOCTYPE" in xml) == bool(said.detail)


def png_of(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deep_pdf(depth: int) -> bytes:
    whole = files.pdf()
    return whole.replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + b"[" * depth + b"]" * depth)


def squeezed(size: int) -> bytes:
    squeezer = zlib.compressobj(9)
    return b"".join(squeezer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + squeezer.flush()


def huge_stream() -> bytes:
    """A PDF whose one page is drawn by 150 MB, squeezed to almost nothing."""
    packed = squeezed(150_000_000)
    whole = files.pdf(stream=packed)
    return whole.replace(b"<< /Length", b"<< /Filter /FlateDecode /Length", 1)


def paragraphs() -> bytes:
    return files.office("word/document.xml", files.WORD, b"<document>" + b"<p/>" * 3_000_000 + b"</document>")


def zip_bomb() -> bytes:
    return files.office("word/document.xml", files.WORD, bytes(200_000_000))


def many_members() -> bytes:
    return files.archive({"[Content_Types].xml": b"<a/>"} | {f"word/{number}": b"" for number in range(3_000)})


def deep_xml() -> bytes:
    return files.office("word/document.xml", files.WORD, b"<p>" * 200_000 + b"</p>" * 200_000)


def huge_photo() -> bytes:
    """A photo that says in its frame to have 60,000 by 60,000 points."""
    data = bytearray(files.picture("JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 60_000, 60_000)
    return bytes(data)


def bomb_beside_a_document() -> bytes:
    types = TYPES_LIST.format("Override PartName='/word/document.xml'", files.WORD).encode()
    parts = {"[Content_Types].xml": types, "word/document.xml": b"<a/>", "word/media/a.bin": bytes(200_000_000)}
    return files.archive(parts)


FAR_MORE = "it unpacks to far more than such a file should hold"
BOMBS: dict[str, tuple[Callable[[], bytes], Content]] = {
    "drawing of 50,000 by 50,000": (
        lambda: png_of(50_000, 50_000, zlib.compress(bytes(5_000))),
        Content("png", "unknown", "it says to have 50000 x 50000 points"),
    ),
    "photo of 60,000 by 60,000": (huge_photo, Content("jpg", "unknown", "it says to have 60000 x 60000 points")),
    "picture that unpacks to more than it says": (
        lambda: png_of(20, 20, squeezed(200_000_000)),
        Content("png", width=20, height=20),
    ),
    "picture with endless words": (
        lambda: files.picture("PNG")[:33] + b"\0\0\0\x10zTXt" + b"a\0\0" + bytes(30),
        Content("png", "damaged", "it cannot be read"),
    ),
    "ZIP bomb": (zip_bomb, Content("docx", "unknown", FAR_MORE)),
    "ZIP bomb beside a document": (bomb_beside_a_document, Content("docx", "unknown", FAR_MORE)),
    "three million paragraphs": (paragraphs, Content("docx", "unknown", "its text is longer than can be looked at")),
    "many members": (many_members, Content("zip", "unknown", "there are more than 2000 files in it")),
    "deep XML": (
        deep_xml,
        Content("docx", "damaged", "its parts are nested deeper than any office program writes them"),
    ),
    "stream of 150 MB": (huge_stream, Content("pdf", pages=1)),
    "deep PDF": (lambda: deep_pdf(500_000), Content("pdf", pages=1)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    make, told = BOMBS[name]
    assert content(make()) == told
    assert content(files.pdf()) == Content("pdf", pages=1), "the next file is looked into as any other"


# The child


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    slow = Room(seconds=0.3)
    try:
        assert slow.look(png_of(9_000, 9_000, squeezed(243_000_000)), Content("png")) is None
        slow._seconds = 30
        assert slow.look(files.pdf(), Content("pdf")) == Content("pdf", pages=1)
    finally:
        slow.close()


def test_an_answer_longer_than_may_be_is_not_read() -> None:
    told = io.BytesIO((5).to_bytes(4, "big") + b"12345")
    assert message_from(told, 5) == b"12345"
    told.seek(0)
    with pytest.raises(EOFError):
        message_from(told, 4)
    assert told.read() == b"12345"


def test_a_child_that_died_is_replaced() -> None:
    mine = Room()
    try:
        for _ in range(2):
            assert mine.look(files.pdf(), Content("pdf")) == Content("pdf", pages=1)
            assert mine._child is not None
            mine._child.kill()
            mine._child.wait()
    finally:
        mine.close()


@pytest.mark.parametrize("broken", ["raise ImportError", "raise OSError('no such library')"])
def test_where_a_parser_is_missing_the_file_is_not_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    from simcred.inspect import room as module

    (tmp_path / "pypdfium2.py").write_text(broken, "utf-8")
    path = module._import_path()
    monkeypatch.setattr(module, "_import_path", lambda: [str(tmp_path), *path])
    mine = Room()
    try:
        said = mine.look(files.pdf(), Content("pdf"))
        assert said is not None
        assert said.state == "unknown"
        assert mine.look(files.picture("PNG"), Content("png")) == Content("png", width=48, height=36)
    finally:
        mine.close()


def test_after_three_files_that_kill_it_the_rest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room(), "_seconds", 0.0)
    reading = Reading()
    slow = png_of(9_000, 9_000, squeezed(243_000_000))  # two seconds' work
    said = [reading.content(slow) for _ in range(5)]
    assert {one.state for one in said} == {"unknown"}
    assert ["others" in one.detail for one in said] == [False, False, False, True, True]
    assert all((fault := fault_of("a.pdf", one)) and fault.code == "MC341" for one in said)


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="only Linux tells a process's limits so")
def test_the_child_has_limits_and_none_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCRED_SECRET", "1")
    mine = Room()
    try:
        mine.look(files.pdf(), Content("pdf"))
        assert mine._child is not None
        limits = Path(f"/proc/{mine._child.pid}/limits").read_text("utf-8")
        told = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
        assert told["Max address space"] == "1500000000"
        assert told["Max file size"] == told["Max core file size"] == "0"
        assert int(told["Max cpu time"]) < 60
        assert b"SECRET" not in Path(f"/proc/{mine._child.pid}/environ").read_bytes()
    finally:
        mine.close()


def test_the_child_imports_nothing_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.inspect import room as module

    for name in ("PIL", "pypdfium2", "msgspec"):
        (tmp_path / f"{name}.py").write_text("raise ImportError", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), "", ".", "here", *sys.path])
    path = module._import_path()
    assert str(tmp_path) not in path
    assert all(Path(entry).is_absolute() for entry in path)
    mine = Room()
    try:
        assert mine.look(files.pdf(), Content("pdf")) == Content("pdf", pages=1)
        assert mine.look(files.picture("PNG"), Content("png")) == Content("png", width=48, height=36)
    finally:
        mine.close()


OURS = ["PIL", "pypdfium2", "defusedxml", "msgspec", "zipfile", "encodings"]


@pytest.mark.parametrize(("way", "names"), [(["-P"], ["simcred", *OURS]), ([], OURS)], ids=["safe path", "as it comes"])
def test_nothing_is_imported_from_where_one_stands(tmp_path: Path, way: list[str], names: list[str]) -> None:
    """A portfolio that somebody sent may hold modules by the names of ours."""
    portfolio = tmp_path / "portfolio"
    shutil.copytree(ROOT / "example-portfolio", portfolio)
    for name in names:
        (portfolio / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n", "utf-8")
    environment = {**os.environ, "SIMCRED_CACHE": str(tmp_path / "cache"), "SIMCRED_TODAY": TODAY}
    words = [sys.executable, *way, "-m", "simcred", "check"]
    ran = subprocess.run(words, cwd=portfolio, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert not (tmp_path / "ran").exists()
    assert "could not be looked into" not in ran.stdout + ran.stderr
    assert ran.returncode == 0, ran.stderr


# What is looked at, and what is said


def looked(tree: FolderTree | MemoryTree, paths: list[str], limit: int = 10**9) -> Looker:
    looker = Looker(tree, "", None)
    looker.look(paths, limit)
    return looker


def test_what_is_not_there_empty_or_too_big_is_not_looked_at(tmp_path: Path) -> None:
    for name, data in (("a.pdf", files.pdf()), ("empty.pdf", b""), ("big.txt", b"x" * 5_000)):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.pdf").mkdir()
    names = ["a.pdf", "empty.pdf", "big.txt", "folder.pdf", "gone.pdf", "../a.pdf"]
    if os.name != "nt":
        (tmp_path / "link.pdf").symlink_to(tmp_path / "a.pdf")
        names.append("link.pdf")
    assert set(looked(FolderTree(tmp_path), names, 4_000).contents) == {"a.pdf"}


def test_of_what_nobody_looked_into_nothing_is_said() -> None:
    """The rules take what they are given; a tree that was not looked into is judged as before."""
    folder = ROOT / "tests/cases"
    shapes = Shapes(starter().kinds)
    for case in ("MC333/bad", "MC334/bad", "MC335/bad", "MC336/bad", "MC337/bad-renamed", "MC338/bad", "MC340/bad", "MC342/bad"):
        parts = {
            path.relative_to(base).as_posix(): path.read_bytes()
            for base in (folder / "base", folder / case)
            for path in base.rglob("*")
            if path.is_file() and path.name != "case.yaml"
        }
        facts = load(MemoryTree(parts), shapes)
        said = assess(facts, starter(), dt.date.fromisoformat(TODAY))
        assert not [finding for finding in said.findings if finding.code.startswith("MC3")], case
        looker = looked(MemoryTree(parts), list(facts.files()))
        facts.contents, facts.digests = looker.contents, looker.digests
        said = assess(facts, starter(), dt.date.fromisoformat(TODAY))
        assert case[:5] in {finding.code for finding in said.findings}


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a", "a.pages", "a.csv"])
@pytest.mark.parametrize("state", ["whole", "cut", "damaged", "encrypted", "placeholder", "unknown"])
@pytest.mark.parametrize("kind", ["", "pdf", "heic", "zip", "ole", "exe", "never heard of"])
def test_a_fault_is_one_and_has_words(name: str, kind: str, state: str) -> None:
    fault = fault_of(name, replace(Content(kind), state=state, detail="words"))  # type: ignore[arg-type]
    assert fault is None or (
        fault.code in ("MC333", "MC334", "MC335", "MC336", "MC337", "MC341", "MC344") and fault.hint.endswith(".")
    )
    assert fault is not None or state == "whole"
    odd = fault_of("a.pdf", Content("pdf", detail="is odd"))
    assert odd is not None
    assert (odd.code, odd.message) == ("MC344", "a.pdf is odd")


def test_pillow_is_asked_for_the_two_formats_alone() -> None:
    """A GIF behind the first bytes of a JPEG goes to no other reader."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "GIF")
    assert content(b"\xff\xd8\xff\xe0" + out.getvalue()).state == "damaged"


@pytest.mark.parametrize(("empty", "state"), [(9_000, "whole"), (10_001, "cut"), (200_000, "cut")])
def test_a_recording_of_very_many_empty_parts_is_not_walked_to_its_end(empty: int, state: str) -> None:
    wav, film = files.wav(), files.recording()
    assert content(wav[:12] + b"junk\0\0\0\0" * empty + wav[12:]).state == state
    at = film.index(b"moov") - 4
    assert content(film[:at] + files.box(b"free") * empty + film[at:]).state == state
