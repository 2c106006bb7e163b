"""Where words are taken from: each place of each type of file, planted once and found; and files made to be endless, which are not read to their end."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import files
import pytest
from conftest import Simcred
from files import archive, box
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from simcred.inspect import passages, pdfs, taking
from simcred.inspect.boxes import MOST_BOXES
from simcred.inspect.heads import heads
from simcred.inspect.parsing import PARSERS
from simcred.inspect.reading import Reading
from simcred.inspect.room import Room
from simcred.inspect.signatures import by_first_bytes
from simcred.model.contents import READ, Content, Passage, Words

Planted = tuple[str, str, bool]
"""A word, where it stands, and whether it names an author."""


def words(data: bytes, kind: str) -> Words:
    return passages.passages(data, kind)


def said(data: bytes, kind: str, word: str) -> set[tuple[str, bool]]:
    """Where a word stands, and whether as an author."""
    return {(one.where, one.author) for one in words(data, kind).passages if word in one.text}


def holds(data: bytes, kind: str, *planted: Planted) -> None:
    """Every word stands in its place, and the file was read to its end."""
    for word, where, author in planted:
        assert said(data, kind, word) == {(where, author)}, word
    assert words(data, kind).whole


def worded(text: str) -> bytes:
    """A Word document with a word in it."""
    return package("docx", {"word/document.xml": f"<document><p><t>{text}</t></p></document>"})


# Recordings in boxes

TAGS = "the tags"
WHERE = ("where it was taken", False)


def film(*tags: bytes, brand: bytes = b"isom") -> bytes:
    """A recording with something more in its index."""
    data = files.recording(60, brand=brand)
    at = data.index(b"moov") - 4
    size, more = int.from_bytes(data[at : at + 4], "big"), b"".join(tags)
    return data[:at] + struct.pack(">I", size + len(more)) + data[at + 4 : at + size] + more + data[at + size :]


def tag(kind: bytes, text: bytes, how: int = 1) -> bytes:
    """A tag as iTunes writes it."""
    return box(kind, box(b"data", struct.pack(">II", how, 0) + text))


def free(name: bytes, text: bytes) -> bytes:
    """A tag with a name of its own."""
    inner = box(b"mean", bytes(4) + b"com.apple.iTunes") + box(b"name", bytes(4) + name)
    return box(b"----", inner + box(b"data", struct.pack(">II", 1, 0) + text))


def itunes(*tags: bytes) -> bytes:
    return box(b"udta", box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"mdir" + bytes(13)) + box(b"ilst", b"".join(tags))))


def keyed(**values: bytes) -> bytes:
    """Tags as an iPhone writes them: a list of names, and values by number."""
    names = [name.replace("_", ".").encode() for name in values]
    listed = b"".join(box(b"mdta", name) for name in names)
    tags = b"".join(
        struct.pack(">II", 24 + len(text), number) + box(b"data", struct.pack(">II", 1, 0) + text)
        for number, text in enumerate(values.values(), start=1)
    )
    keys = box(b"keys", struct.pack(">II", 0, len(names)) + listed)
    return box(b"meta", box(b"hdlr", bytes(8) + b"mdta" + bytes(13)) + keys + box(b"ilst", tags))


def quicktime(kind: bytes, text: bytes) -> bytes:
    """A text as QuickTime writes it: its length and language in front."""
    return box(kind, struct.pack(">HH", len(text), 0) + text)


def phone(kind: bytes, text: bytes) -> bytes:
    """A text as 3GPP writes it."""
    return box(kind, bytes(4) + b"\x15\xc7" + text + b"\0")


@pytest.mark.parametrize("kind", ["mp4", "mov", "m4a"])
def test_words_in_the_tags_of_films(kind: str) -> None:
    data = film(
        itunes(
            tag(b"\xa9nam", b"titled Quill"), tag(b"\xa9ART", b"artist Quoin"), tag(b"aART", b"album artist Quern"),
            tag(b"\xa9wrt", b"composer Quirt"), tag(b"\xa9cmt", b"comment Quark"), tag(b"\xa9lyr", "lyrics Qu\u00fcll".encode()),
            tag(b"desc", b"description Quoit"), tag(b"ldes", b"long Quasar"), free(b"Director", b"free Quiver"),
            free(b"Note Quince", b"x"), tag(b"\xa9alb", "wide Quokka".encode("utf-16-be"), 2),
        ),
        box(b"udta", quicktime(b"\xa9inf", b"information Quay") + quicktime(b"\xa9aut", b"author Quest")
            + phone(b"titl", b"phone Quilt") + phone(b"dscp", b"\xfe\xff" + "phone Quartz".encode("utf-16-be")) + phone(b"perf", b"phone Queue")
            + quicktime(b"\xa9cmt", "old Qu\u00e9bec".encode("mac_roman"))),
        keyed(com_apple_quicktime_author=b"iPhone Quorum", com_apple_quicktime_description=b"iPhone Quota"),
        box(b"trak", box(b"udta", box(b"name", b"track Quiche"))),
        box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + packet("dc:creator", "xmp Quaver", "dc:title", "xmp Quip")),
    )  # fmt: skip
    holds(
        data, kind,
        ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quern", TAGS, True), ("Quirt", TAGS, True), ("Quark", TAGS, False),
        ("Qu\u00fcll", TAGS, False), ("Quoit", TAGS, False), ("Quasar", TAGS, False), ("Quiver", TAGS, True), ("Quince", TAGS, False),
        ("Quokka", TAGS, False), ("Quay", TAGS, False), ("Quest", TAGS, True), ("Quilt", TAGS, False), ("Quartz", TAGS, False),
        ("Queue", TAGS, True), ("Qu\u00e9bec", TAGS, False), ("Quorum", TAGS, True), ("Quota", TAGS, False), ("Quiche", TAGS, False),
        ("Quaver", TAGS, True), ("Quip", TAGS, False),
    )  # fmt: skip


def test_a_text_of_quicktime_in_several_languages() -> None:
    texts = [("Quill", 0x55C4), ("Quo\u00ebn", 0x55C4), ("Qu\u00e9bec", 0)]
    said = [text.encode("mac_roman" if not language else "utf-8") for text, language in texts]
    body = b"".join(struct.pack(">HH", len(one), language) + one for one, (_, language) in zip(said, texts, strict=True))
    told = words(film(box(b"udta", box(b"\xa9nam", body + b"\0\0\0\0"))), "mov")
    assert told == Words(tuple(Passage(TAGS, text) for text, _ in texts), whole=True)


PLACED: Mapping[str, bytes] = {
    "words": box(b"udta", quicktime(b"\xa9xyz", b"+38.5000-098.0000/")),
    "phone": box(b"udta", box(b"loci", bytes(4) + b"\x15\xc7Field\0\0" + bytes(12) + b"earth\0\0")),
    "key": keyed(com_apple_quicktime_location_ISO6709=b"+38.5000-098.0000/"),
    "camera": box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(b"stsd", bytes(7) + b"\1" + box(b"gpmd", bytes(8))))))),
    "xmp": box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x exif:GPSLatitude='38,30N'/>"),
}


@pytest.mark.parametrize("how", PLACED)
def test_a_film_that_says_where_it_was_taken(how: str) -> None:
    data = film(PLACED[how], brand=b"qt  ")
    assert Reading().content(data).located
    assert WHERE in said(data, "mov", "location")


def test_a_film_that_says_nothing_of_where() -> None:
    for data in (film(), film(itunes(tag(b"\xa9nam", b"A location"))), film(box(b"udta", box(b"\xa9xyz")))):
        assert not Reading().content(data).located
        assert WHERE not in said(data, "mp4", "location")


def test_a_cover_is_a_picture_with_words_of_its_own() -> None:
    photo = jpeg(exif={0x013B: "Quoin"})
    data = film(itunes(box(b"covr", box(b"data", struct.pack(">II", 13, 0) + photo))))
    holds(data, "m4a", ("Quoin", "a picture, what the camera or program wrote", True))


def test_of_a_large_film_only_what_holds_tags_is_handed_over() -> None:
    data = (
        film(itunes(tag(b"\xa9nam", b"Quill"))) + box(b"mdat", bytes(50_000_000)) + box(b"udta", quicktime(b"\xa9nam", b"Quoin"))
    )
    head, whole = heads(data, "mp4")
    assert whole
    assert len(head) < 2_000
    holds(head, "mp4", ("Quill", TAGS, False), ("Quoin", TAGS, False))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("mp4", film(itunes(tag(b"\xa9nam", b"x" * 40_000_000)))),
        ("mp4", film() + box(b"free") * (MOST_BOXES + 1)),
        ("wav", files.wav() + (b"note" + bytes(4)) * 10_001),
        ("wav", files.wav() + b"note" + struct.pack("<I", 40_000_000) + bytes(40_000_000)),
        ("mkv", b"\x1a\x45\xdf\xa3\x80" + b"\xec\x80" * 10_001),
    ],
)
def test_a_recording_with_more_than_is_handed_over_is_not_whole(kind: str, data: bytes) -> None:
    head, whole = heads(data, kind)
    assert not whole
    assert len(head) <= 32_000_000


def test_what_is_no_recording_is_handed_over_as_it_is() -> None:
    for kind in READ - {"mp4", "mov", "m4a", "wav", "avi", "mp3", "aac", "ogg", "flac", "wmv", "mkv"}:
        assert heads(b"anything", kind) == (b"anything", True)


# Other recordings


def seven(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(kind: bytes, body: bytes, version: int = 3, flags: int = 0) -> bytes:
    if version == 2:
        return kind + len(body).to_bytes(3, "big") + body
    return kind + (seven(len(body)) if version == 4 else struct.pack(">I", len(body))) + bytes((0, flags)) + body


def id3(*frames: bytes, version: int = 3, flags: int = 0) -> bytes:
    body = b"".join(frames)
    return b"ID3" + bytes((version, 0, flags)) + seven(len(body)) + body


def spaced(data: bytes) -> bytes:
    """What might be taken for sound, kept from it."""
    return data.replace(b"\xff", b"\xff\0")


SOUND = b"\xff\xfb\x90\x00" + bytes(413)


def test_words_in_the_tags_of_mp3() -> None:
    wide = "\ufeffLang Quokka".encode("utf-16-le")
    three = id3(
        frame(b"TIT2", b"\0titled Quill"), frame(b"TPE1", b"\1" + "\ufeffQuoin".encode("utf-16-le")), frame(b"TXXX", b"\0Quern\0Quirt"),
        frame(b"TXXX", b"\3Artist\0Quark"), frame(b"COMM", b"\0engQuoit\0Quasar"), frame(b"USLT", b"\1eng" + "\ufeff\0".encode("utf-16-le") + wide),
        frame(b"WXXX", b"\0\0https://example.org/Quiver"), frame(b"GEOB", b"\0text/plain\0Quince.txt\0Quay\0x"), frame(b"USER", b"\0engQuest"),
        frame(b"CHAP", b"one\0" + bytes(16) + frame(b"TIT2", b"\0Quilt")), frame(b"PRIV", b"XMP\0" + packet("dc:creator", "Quartz")),
        frame(b"IPLS", b"\0producer\0Queue"), frame(b"TCOM", b"\0Quorum"), frame(b"XYZW", b"Quota"),
        frame(b"SYLT", b"\0eng\2\1\0Quiche\0\0\0\0\1"), frame(b"APIC", b"\0image/jpeg\0\3Quaver\0" + jpeg(exif={0x010E: "Quip"})),
        frame(b"CTOC", b"toc\0\3\1one\0" + frame(b"TIT2", b"\0Quirk")), frame(b"MCDI", b"never"),
    )  # fmt: skip
    data = three + SOUND + b"LYRICSBEGINLYR00011Quotient LYRICS200" + ape(Title="Quibble", Artist="Quaestor")
    data += (
        b"TAG" + b"Quiet".ljust(30, b"\0") + b"Queen".ljust(30, b"\0") + bytes(30) + b"2026" + b"Quail".ljust(30, b"\0") + b"\0"
    )
    head, whole = heads(data, "mp3")
    assert whole
    picture = "a picture, what the camera or program wrote"
    assert not said(head, "mp3", "never")
    holds(
        head, "mp3",
        ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quern", TAGS, False), ("Quirt", TAGS, False), ("Quark", TAGS, True),
        ("Quoit", TAGS, False), ("Quasar", TAGS, False), ("Quokka", TAGS, False), ("Quiver", TAGS, False), ("Quince", TAGS, False),
        ("Quay", TAGS, False), ("Quest", TAGS, False), ("Quilt", TAGS, False), ("Quartz", TAGS, True), ("Queue", TAGS, True),
        ("Quorum", TAGS, True), ("Quota", TAGS, False), ("Quiche", TAGS, False), ("Quaver", TAGS, False), ("Quip", picture, False),
        ("Quirk", TAGS, False), ("Quotient", TAGS, False), ("Quibble", TAGS, False), ("Quaestor", TAGS, True), ("Quiet", TAGS, False),
        ("Queen", TAGS, True), ("Quail", TAGS, False),
    )  # fmt: skip


def ape(**fields: str) -> bytes:
    """A tag of APE with its foot alone."""
    body = b"".join(struct.pack("<II", len(text), 0) + name.encode() + b"\0" + text.encode() for name, text in fields.items())
    return body + b"APETAGEX" + struct.pack("<IIII", 2000, len(body) + 32, len(fields), 0) + bytes(8)


def test_the_three_versions_of_id3() -> None:
    packed = struct.pack(">I", 6) + zlib.compress(b"\0Quark")
    for data in (
        id3(frame(b"TT2", b"\0Quill", 2), frame(b"TP1", b"\0Quoin", 2), frame(b"COM", b"\0eng\0Quark", 2), version=2),
        id3(frame(b"TIT2", b"\0Quill", 4), frame(b"TPE1", b"\3Quoin", 4), frame(b"TALB", b"\0Quark", 4), version=4),
        id3(frame(b"TIT2", b"\0" + b"x" * 200 + b"Quill", 4), frame(b"TPE1", b"\2" + "Quoin".encode("utf-16-be"), 4), frame(b"TALB", b"\0Quark", 4), version=4),
        # version 4 with the lengths of version 3, as an old iTunes wrote them
        id3(frame(b"TIT2", b"\0" + b"x" * 200 + b"Quill"), frame(b"TPE1", b"\0Quoin"), frame(b"TALB", b"\0Quark"), version=4),
        id3(b"\0\0\0\6" + bytes(6), frame(b"TIT2", b"\0Quill"), frame(b"TPE1", b"\0Quoin"), frame(b"TALB", packed, flags=0x80), flags=0x40),
        id3(spaced(frame(b"TIT2", b"\1\xff\xfe" + "Quill".encode("utf-16-le"))), frame(b"TPE1", b"\0Quoin"), frame(b"TALB", b"\0Quark"), flags=0x80),
        id3(frame(b"TIT2", b"\0Quill")) + id3(frame(b"TPE1", b"\0Quoin"), frame(b"TALB", b"\0Quark")),
    ):  # fmt: skip
        holds(data + SOUND, "mp3", ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quark", TAGS, False))


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def test_words_in_the_chunks_of_wav_and_avi() -> None:
    info = b"INFO" + chunk(b"INAM", b"Quill\0") + chunk(b"IART", b"Quoin\0") + chunk(b"ICMT", b"Quern")
    bext = b"Quirt".ljust(256, b"\0") + b"Quark".ljust(32, b"\0") + bytes(314) + b"Quoit"
    more = [
        chunk(b"LIST", info),
        chunk(b"id3 ", id3(frame(b"TPE1", b"\0Quasar"))),
        chunk(b"bext", bext),
        chunk(b"iXML", b"<BWFXML><NOTE>Quiver</NOTE></BWFXML>"),
        chunk(b"LIST", b"adtl" + chunk(b"labl", b"\1\0\0\0Quince")),
        chunk(b"_PMX", packet("dc:title", "Quay")),
    ]
    planted: list[Planted] = [
        ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quern", TAGS, False), ("Quirt", TAGS, False), ("Quark", TAGS, True),
        ("Quoit", TAGS, False), ("Quasar", TAGS, True), ("Quiver", TAGS, False), ("Quince", TAGS, False), ("Quay", TAGS, False),
    ]  # fmt: skip
    wav = files.wav(10) + b"".join(more)
    head, whole = heads(wav, "wav")
    assert whole
    assert len(head) < len(wav) - 70_000
    holds(head, "wav", *planted)
    avi = b"RIFF\0\0\0\0AVI " + chunk(b"LIST", b"movi" + bytes(5_000)) + b"".join(more)
    head, whole = heads(avi, "avi")
    assert len(head) < len(avi) - 5_000
    holds(head, "avi", *planted)


def remarks(*fields: str) -> bytes:
    said = [field.encode() for field in fields]
    return (
        struct.pack("<I", 4)
        + b"made"
        + struct.pack("<I", len(said))
        + b"".join(struct.pack("<I", len(one)) + one for one in said)
    )


def page(body: bytes) -> bytes:
    sizes = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return b"OggS\0\2" + bytes(8) + b"\1\0\0\0" + bytes(8) + bytes([len(sizes)]) + sizes + body


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("ogg", page(b"\1vorbis" + bytes(23)) + page(b"\3vorbis" + remarks("TITLE=Quill", "ARTIST=Quoin", "x=Quark") + b"\1") + page(bytes(500))),
        ("ogg", page(b"OpusHead" + bytes(11)) + page(b"OpusTags" + remarks("TITLE=Quill", "Album Artist=Quoin", "x=Quark"))),
        ("ogg", page(b"Speex   " + bytes(72)) + page(remarks("TITLE=Quill", "AUTHOR=Quoin", "x=Quark"))),
        ("flac", b"fLaC\0\0\0\x22" + bytes(34) + b"\x84" + len(remarks("TITLE=Quill", "COMPOSER=Quoin", "x=Quark")).to_bytes(3, "big")
            + remarks("TITLE=Quill", "COMPOSER=Quoin", "x=Quark") + bytes(1_000)),
    ],
)  # fmt: skip
def test_words_in_ogg_and_flac(kind: str, data: bytes) -> None:
    assert by_first_bytes(data).type == kind
    head, whole = heads(data, kind)
    assert whole
    holds(head, kind, ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quark", TAGS, False))


def test_words_in_windows_media() -> None:
    def utf(text: str) -> bytes:
        return f"{text}\0".encode("utf-16-le")

    said = [utf(text) for text in ("Quill", "Quoin", "(c)", "Quern", "")]
    described = b"".join(struct.pack("<H", len(one)) for one in said) + b"".join(said)
    name, value = utf("WM/Composer"), utf("Quirt")
    fields = struct.pack("<HH", 1, len(name)) + name + struct.pack("<HH", 0, len(value)) + value
    objects = b"".join(
        bytes.fromhex(guid) + struct.pack("<Q", 24 + len(body)) + body
        for guid, body in (("3326b2758e66cf11a6d900aa0062ce6c", described), ("40a4d0d207e3d21197f000a0c95ea850", fields))
    )
    first = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + struct.pack("<QI", 30 + len(objects), 2) + b"\1\2"
    data = first + objects + bytes(9_000)
    head, whole = heads(data, "wmv")
    assert len(head) == 30 + len(objects)
    assert whole
    holds(head, "wmv", ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quern", TAGS, False), ("Quirt", TAGS, True))


def element(kind: str, body: bytes) -> bytes:
    return bytes.fromhex(kind) + (0x10000000 | len(body)).to_bytes(4, "big") + body


def test_words_in_matroska() -> None:
    def simple(name: bytes, text: bytes) -> bytes:
        return element("67c8", element("45a3", name) + element("4487", text))

    segment = (
        element("1549a966", element("7ba9", b"Quill"))
        + element("1f43b675", bytes(9_000))
        + element("1254c367", element("7373", simple(b"ARTIST", b"Quoin") + simple(b"COMMENT", b"Quark")))
    )
    data = element("1a45dfa3", b"") + element("18538067", segment)
    head, whole = heads(data, "mkv")
    assert len(head) < len(data) - 9_000
    assert whole
    holds(head, "mkv", ("Quill", TAGS, False), ("Quoin", TAGS, True), ("Quark", TAGS, False))


# Pictures

CAMERA, BESIDE = "what the camera or program wrote", "what is written beside the picture"


def packet(*fields: str) -> bytes:
    """An XMP packet of fields: name, value, name, value ..."""
    inner = "".join(
        f"<{name}><rdf:Seq><rdf:li>{text}</rdf:li></rdf:Seq></{name}>"
        for name, text in zip(fields[::2], fields[1::2], strict=True)
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="x"'
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description {spaces} photoshop:Headline="short Headline">'
        f'{inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def exif_of(tags: Mapping[int, object], *, placed: bool = False) -> Image.Exif:
    made = Image.Exif()
    for number, value in tags.items():
        (made.get_ifd(0x8769) if number in (0x9286, 0xA430) else made)[number] = value
    if placed:
        made.get_ifd(0x8825).update({1: "N", 2: (38.0, 30.0, 0.0), 3: "W", 4: (98.0, 0.0, 0.0)})
    return made


def jpeg(exif: Mapping[int, object] | None = None, *, segments: Sequence[tuple[int, bytes]] = (), placed: bool = False) -> bytes:
    """A photo with EXIF and other marked stretches."""
    data = files.picture("JPEG", exif=exif_of(exif or {}, placed=placed))
    return (
        data[:2] + b"".join(bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body for mark, body in segments) + data[2:]
    )


def iptc(number: int, text: bytes) -> bytes:
    return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text


EXIF: Mapping[int, object] = {
    0x010E: "Quill", 0x013B: "Qu\u00f6in".encode(), 0x9C9D: "Quern\0".encode("utf-16-le"), 0x9C9C: "Quirt\0".encode("utf-16-le"),
    0x9286: b"ASCII\0\0\0Quark", 0xA430: "Quoit", 0x8298: "(c) Quasar",
}  # fmt: skip
IN_EXIF: list[Planted] = [
    ("Quill", CAMERA, False), ("Qu\u00f6in", CAMERA, True), ("Quern", CAMERA, True), ("Quirt", CAMERA, False), ("Quark", CAMERA, False),
    ("Quoit", CAMERA, True), ("Quasar", CAMERA, False),
]  # fmt: skip


def test_words_beside_a_photo() -> None:
    blocks = b"8BIM\x04\x04\0\0" + struct.pack(">I", 60) + iptc(0x78, b"Quiver") + iptc(0x50, b"Quince") + iptc(0x19, b"Quay")
    longer = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + bytes(8)
    extended = packet("dc:description", "Quest")
    data = jpeg(
        EXIF,
        segments=[
            (0xED, b"Photoshop 3.0\0" + blocks),
            (0xFE, b"Quilt"),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("dc:creator", "Quartz", "dc:title", "Queue")),
            (0xE1, longer + extended[:200]),
            (0xE1, longer + extended[200:]),
        ],
    )
    assert not said(data, "jpg", "location")
    assert said(data, "jpg", "short Headline") == {(BESIDE, False)}
    holds(
        data, "jpg", *IN_EXIF,
        ("Quiver", BESIDE, False), ("Quince", BESIDE, True), ("Quay", BESIDE, False), ("Quilt", BESIDE, False),
        ("Quartz", BESIDE, True), ("Queue", BESIDE, False), ("Quest", BESIDE, False),
    )  # fmt: skip


def png(*chunks: tuple[bytes, bytes], behind: Sequence[tuple[bytes, bytes]] = ()) -> bytes:
    """A PNG with chunks in front of its points and behind them."""
    data = files.picture("PNG")
    at, end = data.index(b"IDAT") - 4, data.index(b"IEND") - 4
    front, back = (b"".join(png_chunk(*one) for one in some) for some in (chunks, behind))
    return data[:at] + front + data[at:end] + back + data[end:]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_words_beside_a_png() -> None:
    profile = b"Photo\0\n" + f"\nexif\n{8:8}\n".encode()
    data = png(
        (b"tEXt", b"Author\0Quiver"),
        (b"zTXt", b"Comment\0\0" + zlib.compress(b"Quince")),
        (b"iTXt", b"Title\0\0\0de\0Titel Quay\0Quest"),
        (b"iTXt", b"Title\0\1\0de\0\0" + zlib.compress("Qu\u00e4stor".encode())),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet("dc:creator", "Quilt"))),
        behind=[(b"eXIf", exif_of(EXIF).tobytes()), (b"tEXt", b"Note Quartz\0Queue"), (b"tEXt", profile)],
    )
    holds(
        data, "png", *IN_EXIF,
        ("Quiver", BESIDE, True), ("Quince", BESIDE, False), ("Quay", BESIDE, False), ("Quest", BESIDE, False),
        ("Qu\u00e4stor", BESIDE, False), ("Quilt", BESIDE, True), ("Quartz", BESIDE, False), ("Queue", BESIDE, False),
    )  # fmt: skip


def test_words_beside_other_pictures() -> None:
    exif = exif_of(EXIF).tobytes()
    webp = files.picture("WEBP") + chunk(b"EXIF", exif) + chunk(b"XMP ", packet("dc:title", "Quiver"))
    holds(webp, "webp", *IN_EXIF, ("Quiver", BESIDE, False))
    holds(files.picture("GIF", comment=b"Quill"), "gif", ("Quill", BESIDE, False))
    holds(files.picture("TIFF", description="Quill", artist="Quoin"), "tiff", ("Quill", CAMERA, False), ("Quoin", CAMERA, True))


def tiff(*pages: Mapping[int, tuple[int, bytes]], order: Literal["little", "big"] = "little", last: int = 0) -> bytes:
    """A TIFF of pages that hold nothing but words: tags, each with the kind of its value and the value; behind the last comes `last`."""

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, order)

    data = (b"II" if order == "little" else b"MM") + number(42, 2) + number(8, 4)
    for at, page in enumerate(pages):
        behind = len(data) + 6 + 12 * len(page)
        entries, values = b"", b""
        for tag, (kind, value) in page.items():
            place = value.ljust(4, b"\0") if len(value) <= 4 else number(behind + len(values), 4)
            entries += number(tag, 2) + number(kind, 2) + number(len(value), 4) + place
            values += value if len(value) > 4 else b""
        following = last if at == len(pages) - 1 else behind + len(values)
        data += number(len(page), 2) + entries + number(following, 4) + values
    return data


@pytest.mark.parametrize("order", ["little", "big"])
def test_words_on_every_page_of_a_tiff(order: Literal["little", "big"]) -> None:
    first = {
        270: (2, b"Quill\0"),
        700: (1, packet("dc:creator", "Quoin")),
        33723: (7, iptc(0x78, b"Quern") + iptc(0x50, b"Quirt")),
    }
    second = {
        270: (2, b"Quark\0"),
        315: (2, b"Quoit\0"),
        700: (1, packet("dc:title", "Quay")),
        0x9C9D: (1, "Quilt".encode("utf-16-le")),
    }
    third = {270: (2, b"Qua\0")}
    holds(
        tiff(first, second, third, order=order), "tiff",
        ("Quill", CAMERA, False), ("Quoin", BESIDE, True), ("Quern", BESIDE, False), ("Quirt", BESIDE, True),
        ("Quark", BESIDE, False), ("Quoit", BESIDE, True), ("Quay", BESIDE, False), ("Quilt", BESIDE, True), ("Qua ", BESIDE, False),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("tiff", tiff({}, {700: (1, packet("exif:GPSLatitude", "38,30N"))})),
        ("jpg", jpeg({}, placed=True)),
        ("jpg", jpeg(segments=[(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("exif:GPSLatitude", "38,30N"))])),
        ("png", png((b"eXIf", exif_of({}, placed=True).tobytes()))),
        ("webp", files.picture("WEBP") + chunk(b"EXIF", exif_of({}, placed=True).tobytes())),
    ],
)
def test_a_picture_that_says_where_it_was_taken(kind: str, data: bytes) -> None:
    assert WHERE in said(data, kind, "location")


def test_one_damaged_remark_keeps_nothing_of_the_others() -> None:
    data = png((b"zTXt", b"Comment\0\0never packed"), (b"eXIf", b"never"), (b"tEXt", b"Title\0Quill"))
    assert said(data, "png", "Quill") == {(BESIDE, False)}
    assert not words(data, "png").whole


def test_a_text_that_unpacks_to_far_too_much_is_cut_off() -> None:
    data = png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(10_000_000))), (b"tEXt", b"Title\0Quill"))
    assert said(data, "png", "Quill")
    assert not words(data, "png").whole


# Office documents

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Quill</dc:title><dc:creator>Quoin</dc:creator>'
    "<cp:lastModifiedBy>Quern</cp:lastModifiedBy><cp:category>Quirt</cp:category></cp:coreProperties>"
)
APP = "<Properties><Manager>Quark</Manager><Company>Quoit</Company></Properties>"
CUSTOM = '<Properties xmlns:vt="v"><property name="Quasar"><vt:lpwstr>Quiver</vt:lpwstr></property></Properties>'
IN_PROPERTIES: list[Planted] = [
    ("Quill", "the properties", False), ("Quoin", "the properties", True), ("Quern", "the properties", True), ("Quirt", "the properties", False),
    ("Quark", "the properties", True), ("Quoit", "the properties", False), ("Quasar", "the properties", False), ("Quiver", "the properties", False),
]  # fmt: skip
MAIN = {
    "docx": ("word/document.xml", files.WORD),
    "xlsx": ("xl/workbook.xml", files.SHEET),
    "pptx": ("ppt/presentation.xml", files.SLIDES),
}


def package(kind: str, parts: Mapping[str, str | bytes]) -> bytes:
    """An office document of some parts."""
    main, what = MAIN[kind]
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{what}"/></Types>'
    )
    every = {"[Content_Types].xml": types, main: "<document/>", **parts}
    return archive({name: part.encode() if isinstance(part, str) else part for name, part in every.items()})


PROPERTIES = {"docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM}
CHART = '<c:chart xmlns:c="c" xmlns:a="a"><a:t>Bars</a:t><c:strCache><c:pt idx="0"><c:v>Bar Zinnia</c:v></c:pt></c:strCache></c:chart>'
LINKS = '<Relationships><Relationship Target="mailto:zucchini@example.org" TargetMode="External"/><Relationship Target="zebra.xml"/></Relationships>'


def test_words_in_a_word_document() -> None:
    document = (
        '<w:document xmlns:w="w"><w:p><w:t>Page Zephyr</w:t></w:p><w:p><w:ins w:author="Change Zeal"><w:t>in</w:t></w:ins>'
        '<w:del w:author="Change Zest"><w:delText>out Zero</w:delText></w:del></w:p></w:document>'
    )
    data = package(
        "docx",
        {
            **PROPERTIES,
            "word/document.xml": document,
            "word/comments.xml": '<w:comments xmlns:w="w"><w:comment w:author="Zeus" w:initials="ZI"><w:p><w:t>Zone</w:t></w:p></w:comment></w:comments>',
            "word/people.xml": '<w:people xmlns:w="w"><w:person w:author="Zorro"><w:presenceInfo w:userId="zanzibar@example.org"/></w:person></w:people>',
            "word/header1.xml": '<w:hdr xmlns:w="w"><w:p><w:t>Zither</w:t></w:p></w:hdr>',
            "word/footer1.xml": '<w:ftr xmlns:w="w"><w:p><w:t>Zircon</w:t></w:p></w:ftr>',
            "word/charts/chart1.xml": CHART,
            "word/_rels/document.xml.rels": LINKS,
            "customXml/item1.xml": '<data teacher="Zodiac"><b>Zenith</b></data>',
            "customXml/itemProps1.xml": '<x name="never"/>',
            "word/embeddings/inner.xlsx": package("xlsx", {"docProps/core.xml": CORE.replace("Quoin", "Zonal")}),
            "word/embeddings/inner.docx": worded("Inner Zombie"),
            "word/media/image1.jpg": jpeg({0x013B: "Zeppelin"}),
            "word/media/image2.png": png((b"tEXt", b"Comment\0Zipper")),
            "word/media/image3.emf": b"\1\0\0\0" + bytes(100) + b"never",
            "word/media/film1.mp4": film(itunes(tag(b"\xa9ART", b"Zoom"))),
            "docProps/thumbnail.jpeg": jpeg({0x010E: "Zigzag"}),
        },
    )
    assert not said(data, "docx", "never")
    assert not said(data, "docx", "zebra")
    holds(
        data, "docx",
        ("Quark", "the properties", True), ("Quoit", "the properties", False), ("Quoin", "the properties", True),
        ("Zephyr", "the text", False), ("Zero", "the text", False), ("Zeal", "a tracked change", True), ("Zest", "a tracked change", True),
        ("Zeus", "a comment", True), ("Zone", "a comment", False), ("Zorro", "the list of authors", True), ("zanzibar", "the list of authors", True),
        ("Zither", "the header", False), ("Zircon", "the footer", False), ("Zinnia", "a chart", False), ("zucchini", "a link", False),
        ("Zodiac", "the data kept in it", False), ("Zenith", "the data kept in it", False),
        ("Zonal", "an embedded file, the properties", True), ("Zombie", "an embedded file, the text", False),
        ("Zeppelin", f"a picture, {CAMERA}", True), ("Zipper", f"a picture, {BESIDE}", False), ("Zigzag", f"a picture, {CAMERA}", False),
        ("Zoom", "an embedded file, the tags", True),
    )  # fmt: skip


def test_words_in_word_that_are_no_text_of_a_paragraph() -> None:
    document = (
        '<w:document xmlns:w="w" xmlns:v="v"><w:sdt><w:sdtPr><w:alias w:val="Zephyr"/><w:tag w:val="Zeal"/><w:comboBox w:lastValue="Zest">'
        '<w:listItem w:displayText="Zeus" w:value="Zone"/></w:comboBox></w:sdtPr></w:sdt><w:hyperlink w:tooltip="Zorro"/>'
        '<w:ffData><w:statusText w:val="Zodiac"/><w:default w:val="Zenith"/></w:ffData><w:tblDescription w:val="Zonal"/>'
        '<v:shape alt="Zipper"><v:textpath string="Zombie"/></v:shape></w:document>'
    )
    parts = {
        "word/document.xml": document,
        "word/settings.xml": '<w:settings xmlns:w="w"><w:docVars><w:docVar w:name="x" w:val="Zircon"/></w:docVars></w:settings>',
        "word/afchunk1.htm": '<p title="Zither">B&#111; <b>Zinnia</b></p>',
        "word/afchunk2.mht": b"MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n<p>Zuc=\nchini</p>",
        "word/afchunk3.txt": b"Zoom",
        "word/afchunk4.docx": worded("Zigzag"),
        "docMetadata/LabelInfo.xml": '<labels><label name="Zeppelin"/></labels>',
        "package/services/metadata/core-properties/a1.psmdcp": CORE,
        "word/fonts/font1.odttf": b"\1\2never",
    }
    data = package("docx", parts)
    holds(
        data, "docx", *((word, "the text", False) for word in ["Zephyr", "Zeal", "Zest", "Zeus", "Zone", "Zorro", "Zodiac", "Zenith", "Zonal", "Zipper", "Zombie", "Zircon"]),
        *((word, "the text", False) for word in ["Zither", "Zinnia", "Zucchini", "Zoom"]),
        ("Zigzag", "an embedded file, the text", False), ("Zeppelin", "the data kept in it", False), ("Quoin", "the properties", True),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("word/afchunk.rtf", b"{\\rtf1 Zephyr}", False),
        ("word/afchunk.mht", b"Content-Transfer-Encoding: base64\n\nWmVwaHly", False),
        ("word/activeX/activeX1.bin", bytes(range(200)), False),
        ("other/part.xml", b"<a>Zephyr", False),
        ("[trash]/0000.dat", bytes(300), True),
        ("xl/printerSettings/printerSettings1.bin", bytes(range(200)), True),
        ("word/styles.xml", b"<styles/>", True),
    ],
)
def test_a_part_that_no_rule_knows_is_not_passed_over_in_silence(name: str, part: bytes, whole: bool) -> None:
    assert words(package("docx", {name: part, "word/header1.xml": "<hdr/>"}), "docx").whole is whole


def test_words_in_excel_that_stand_in_no_cell() -> None:
    sheet = (
        '<worksheet><sheetData><row><c><f>IF(A1="Zephyr",1,2)</f><v>41257</v></c><c><f>SUM(A1:A3)</f><v>7</v></c></row></sheetData>'
        '<conditionalFormatting><cfRule text="Zeal"><formula>A1="Zest"</formula></cfRule></conditionalFormatting>'
        '<autoFilter><filterColumn><filters><filter val="Zeus"/></filters></filterColumn></autoFilter>'
        '<dataValidation promptTitle="Zone" prompt="Zorro" errorTitle="Zodiac" error="Zenith"/>'
        '<hyperlinks><hyperlink tooltip="Zonal" display="Zipper"/></hyperlinks></worksheet>'
    )
    drawing = '<xml xmlns:v="v"><v:shape id="never" style="never" alt="Z&#111;om"><v:textbox><div>Zinnia<br>more</div></v:textbox></v:shape></xml>'
    data = package("xlsx", {"xl/worksheets/sheet1.xml": sheet, "xl/drawings/vmlDrawing1.vml": drawing})
    planted = ["Zephyr", "Zeal", "Zest", "Zeus", "Zone", "Zorro", "Zodiac", "Zenith", "Zonal", "Zipper"]
    holds(
        data,
        "xlsx",
        *((word, "sheet 1", False) for word in planted),
        ("Zoom", "a drawing", False),
        ("Zinnia", "a drawing", False),
    )
    assert not said(data, "xlsx", "never")
    assert not said(data, "xlsx", "SUM")
    assert any("41257\t7" in one.text for one in words(data, "xlsx").passages), "a row is as it was"


def test_words_in_an_excel_table() -> None:
    sheet = (
        '<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>Zephyr</t></is></c></row></sheetData>'
        '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Zither&amp;RPage &amp;P</oddHeader><evenFooter>&amp;CZircon</evenFooter></headerFooter></worksheet>'
    )
    data = package(
        "xlsx",
        {
            **PROPERTIES,
            "xl/workbook.xml": '<workbook><sheets><sheet name="Zone" state="hidden"/></sheets><definedNames><definedName name="x">"Zero"</definedName></definedNames></workbook>',
            "xl/sharedStrings.xml": "<sst><si><t>Zeal</t></si></sst>",
            "xl/worksheets/sheet1.xml": sheet,
            "xl/comments1.xml": "<comments><authors><author>Zest</author></authors><commentList><comment><text><t>Zeus</t></text></comment></commentList></comments>",
            "xl/persons/person.xml": '<personList><person displayName="Zorro" userId="zanzibar@example.org"/></personList>',
            "xl/threadedComments/threadedComment1.xml": "<ThreadedComments><threadedComment><text>Zodiac</text></threadedComment></ThreadedComments>",
            "xl/charts/chart1.xml": CHART,
            "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition><cacheField name="Zenith"><s v="Zonal"/></cacheField></pivotCacheDefinition>',
            "xl/externalLinks/externalLink1.xml": "<externalLink><cell><v>Zipper</v></cell></externalLink>",
            "xl/worksheets/_rels/sheet1.xml.rels": LINKS,
        },
    )
    copied = "the copy of a table"
    assert "Arial" not in str(words(data, "xlsx"))
    holds(
        data, "xlsx", *IN_PROPERTIES,
        ("Zeal", "sheet 1", False), ("Zephyr", "sheet 1", False), ("Zither", "sheet 1", False),
        ("Zircon", "sheet 1", False), ("Zone", "the names of sheets", False), ("Zero", "the names of sheets", False), ("Zest", "a comment", True),
        ("Zeus", "a comment", False), ("Zorro", "the list of authors", True), ("zanzibar", "the list of authors", True), ("Zodiac", "a comment", False),
        ("Zinnia", "a chart", False), ("Zenith", copied, False), ("Zonal", copied, False), ("Zipper", copied, False), ("zucchini", "a link", False),
    )  # fmt: skip


def test_words_in_a_presentation() -> None:
    data = package(
        "pptx",
        {
            **PROPERTIES,
            "ppt/slides/slide2.xml": '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>Zephyr</a:t></a:p><p:cNvPr descr="Zeal"/></p:sld>',
            "ppt/slideMasters/slideMaster1.xml": '<p:sldMaster xmlns:p="p" xmlns:a="a"><a:p><a:t>Mastodon</a:t></a:p></p:sldMaster>',
            "ppt/slideLayouts/slideLayout1.xml": '<p:sldLayout xmlns:p="p" xmlns:a="a"><a:p><a:t>Layer</a:t></a:p></p:sldLayout>',
            "ppt/notesSlides/notesSlide2.xml": '<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:t>Zest</a:t></a:p></p:notes>',
            "ppt/commentAuthors.xml": '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="Zeus" initials="Z"/></p:cmAuthorLst>',
            "ppt/authors.xml": '<p:authorLst xmlns:p="p"><p:author name="Zorro" userId="x"/></p:authorLst>',
            "ppt/comments/modernComment_1.xml": '<p:cm xmlns:p="p" xmlns:a="a"><a:p><a:t>Zone</a:t></a:p></p:cm>',
            "ppt/media/image1.jpeg": jpeg({}, placed=True),
        },
    )
    assert ("a picture, where it was taken", False) in said(data, "pptx", "location")
    holds(
        data, "pptx", *IN_PROPERTIES,
        ("Mastodon", "what stands on every slide", False), ("Layer", "what stands on every slide", False), ("Zephyr", "slide 2", False), ("Zeal", "slide 2", False), ("Zest", "the notes of slide 2", False), ("Zeus", "a comment", True),
        ("Zorro", "a comment", True), ("Zone", "a comment", False),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_a_document_with_a_photo_that_says_where_it_was_taken(kind: str) -> None:
    folder = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}[kind]
    for placed in (True, False):
        data = package(
            kind, {f"{folder}/media/image1.jpg": jpeg({}, placed=placed), f"{folder}/media/image0.jpg": b"\xff\xd8\xffdamaged"}
        )
        assert PARSERS["zip"](data, Content("zip")) == Content(kind, located=placed)


def test_one_damaged_part_keeps_nothing_of_the_others() -> None:
    data = package("docx", {"word/comments.xml": "<w:comments", "word/header1.xml": "<hdr><p><t>Quill</t></p></hdr>"})
    assert said(data, "docx", "Quill") == {("the header", False)}
    assert not words(data, "docx").whole


# PDF


def stream(body: bytes, more: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n" % (more, len(body)) + body + b"\nendstream"


def pdf(*, attached: Mapping[str, bytes] | None = None, pinned: bytes | None = None, fields: bool = False, metadata: bytes | None = None, packed: bool = False) -> bytes:  # fmt: skip
    """A PDF of one page, with what is asked for."""
    objects = [b"", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b""]
    catalogue, notes = b"<< /Type /Catalog /Pages 2 0 R", b""

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    def file(name: str, data: bytes) -> int:
        holding = add(stream(data, b"/Type /EmbeddedFile"))
        return add(
            b"<< /Type /Filespec /F (%s) /UF (%s) /Desc (said of %s) /EF << /F %d 0 R >> >>" % (*[name.encode()] * 3, holding)
        )

    if attached:
        listed = b" ".join(b"(%s) %d 0 R" % (name.encode(), file(name, data)) for name, data in sorted(attached.items()))
        catalogue += b" /Names << /EmbeddedFiles << /Names [%s] >> >>" % listed
    if pinned is not None:
        holding = file("pinned.txt", pinned)
        notes += (
            b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /T (Pin Zeal) /Contents (Pin Zest) /FS %d 0 R >> "
            % holding
        )
    if fields:
        field = add(
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Field Zone) /TU (Hint Zorro) /V (Filled Zephyr) /Rect [0 0 9 9] >>"
        )
        catalogue += b" /AcroForm << /Fields [%d 0 R] >>" % field
        notes += (
            b"%d 0 R << /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Noted Zeus) /Contents (Note Zero) /RC (<p>Rich Zenith</p>) >>"
            % field
        )
    if metadata is not None:
        body, how = (zlib.compress(metadata), b" /Filter /FlateDecode") if packed else (metadata, b"")
        catalogue += b" /Metadata %d 0 R" % add(stream(body, b"/Type /Metadata /Subtype /XML" + how))
    objects[0] = catalogue + b" >>"
    objects[2] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Annots [%s] >>" % notes
    return files.pdf_of(objects)


def test_words_in_forms_and_notes() -> None:
    holds(
        pdf(fields=True), "pdf",
        ("Zephyr", "a form on page 1", False), ("Zone", "a form on page 1", False), ("Zorro", "a form on page 1", False),
        ("Zeus", "a note on page 1", True), ("Zero", "a note on page 1", False), ("Zenith", "a note on page 1", False),
    )  # fmt: skip


def test_what_a_pdf_calls_its_producer_is_nobody() -> None:
    said_of = packet("pdf:Producer", "Quill", "xmp:Producer", "Quoin").replace(
        b"xmlns:dc", b'xmlns:xmp="y" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:dc'
    )
    holds(pdf(metadata=said_of), "pdf", ("Quill", "the properties", False), ("Quoin", "the properties", True))


@pytest.mark.parametrize("packed", [False, True])
def test_words_in_metadata(packed: bool) -> None:
    data = pdf(metadata=packet("dc:creator", "Quoin", "dc:title", "Quill"), packed=packed)
    holds(data, "pdf", ("Quoin", "the properties", True), ("Quill", "the properties", False))


def structured(
    *elements: bytes, page: bytes = b"BT /F 12 Tf 20 100 Td (Page) Tj ET", form: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """A PDF with a structure over its page; elements are numbered from 7, what is `more` from behind them."""
    kids = b" ".join(b"%d 0 R" % number for number in range(7, 7 + len(elements)))
    return files.pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R %s >>" % form,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /StructParents 0 /Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n" % len(page) + page + b"\nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /StructTreeRoot /K [%s] /ParentTree << /Nums [0 [%s]] >> >>" % (kids, kids),
            *(b"<< /Type /StructElem /S /Figure /P 6 0 R /Pg 3 0 R /K 0 %s >>" % element for element in elements),
            *more,
        ]
    )


def test_words_in_the_structure_of_a_page() -> None:
    data = structured(b"/Alt (Photo of Zephyr) /T (Zenith)", b"/ActualText <FEFF005A0065007500730021> /E (Zonal)")
    place = "a description on page 1"
    holds(data, "pdf", ("Zephyr", place, False), ("Zenith", place, False), ("Zeus", place, False), ("Zonal", place, False))


def test_of_a_structure_only_so_much_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "_MOST_ELEMENTS", 1)
    data = structured(b"/Alt (Zephyr)", b"/Alt (Zeus)")
    assert said(data, "pdf", "Zephyr")
    assert not said(data, "pdf", "Zeus")
    assert not words(data, "pdf").whole


def test_words_in_a_form_that_draws_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    packet = stream(b"<xfa:datasets><name>Zephyr</name><born>Z&#101;us</born></xfa:datasets>")
    data = structured(b"", form=b"/AcroForm << /Fields [] /XFA [(datasets) 8 0 R] >>", more=[packet])
    holds(data, "pdf", ("Zephyr", "a form", False), ("Zeus", "a form", False))
    monkeypatch.setattr(pdfs, "_LONGEST_PART", 9)
    assert not words(data, "pdf").whole


def test_pages_on_which_there_is_no_text_are_counted() -> None:
    assert words(files.pdf(), "pdf").silent == 0
    assert words(files.pdf(stream=b" "), "pdf").silent == 0, "there is nothing on it"
    scan = files.pdf(stream=b"10 10 200 100 re f")
    assert words(scan, "pdf").silent == 1
    held = words(pdf(attached={"scan.pdf": scan}), "pdf")
    assert (held.silent, held.whole) == (1, True)


def test_words_in_attached_files() -> None:
    inner = pdf(fields=True)
    data = pdf(
        attached={
            "list.csv": b"name,score\nZodiac,3\n",
            "inner.pdf": inner,
            "essay.docx": worded("Zombie"),
            "photo.jpg": jpeg({0x013B: "Zeppelin"}),
            "wide.txt": "\ufeffZipper".encode("utf-16-le"),
        },
        pinned=b"Zoom",
    )
    holds(
        data, "pdf",
        ("Zodiac", "an attached file", False), ("Zephyr", "an attached file, a form on page 1", False),
        ("Zombie", "an attached file, the text", False), ("Zeppelin", f"an attached file, {CAMERA}", True), ("Zipper", "an attached file", False),
        ("Zoom", "an attached file", False), ("Zeal", "a note on page 1", True), ("Zest", "a note on page 1", False),
        ("essay.docx", "the name of an attached file", False), ("said of photo", "the name of an attached file", False),
    )  # fmt: skip


def test_a_pdf_with_an_attached_photo_that_says_where_it_was_taken() -> None:
    for placed in (True, False):
        data = pdf(attached={"photo.jpg": jpeg({}, placed=placed), "a.txt": b"text"})
        assert PARSERS["pdf"](data, Content("pdf")) == Content("pdf", pages=1, located=placed)


def test_attached_files_are_read_one_level_deep() -> None:
    inmost = pdf(attached={"inmost.txt": b"Never"})
    data = pdf(attached={"inner.pdf": pdf(attached={"a.pdf": inmost, "b.txt": b"Neither"}, fields=True)})
    assert said(data, "pdf", "Zephyr") == {("an attached file, a form on page 1", False)}
    assert not said(data, "pdf", "Never")
    assert not said(data, "pdf", "Neither")
    assert not words(data, "pdf").whole


@pytest.mark.parametrize("name", ["old.doc", "archive.zip", "damaged.pdf", "locked.bin"])
def test_an_attached_file_that_cannot_be_read_is_not_passed_over_in_silence(name: str) -> None:
    bad = {
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        "archive.zip": archive({"a.txt": b"x"}),
        "damaged.pdf": b"%PDF-1.4\n1 0 obj\n\0\1\2",
        "locked.bin": bytes(range(200)),
    }[name]
    data = pdf(attached={name: bad, "z.txt": b"Quill"})
    assert said(data, "pdf", "Quill") == {("an attached file", False)}
    assert not words(data, "pdf").whole


def test_how_many_and_how_large_attached_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(attached={"a.txt": b"Quill", "b.txt": b"Quoin"})
    monkeypatch.setattr(taking, "MOST_FILES", 1)
    assert said(data, "pdf", "Quill")
    assert not said(data, "pdf", "Quoin")
    assert not words(data, "pdf").whole
    monkeypatch.undo()
    monkeypatch.setattr(taking, "MOST_BYTES", 9)
    assert said(data, "pdf", "Quill")
    assert not said(data, "pdf", "Quoin")
    assert not words(data, "pdf").whole


def test_how_many_pictures_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    photos = {f"word/media/image{number}.jpg": jpeg({0x010E: f"Photo{number}"}) for number in (1, 2)}
    data = package("docx", photos)
    assert words(data, "docx").whole
    monkeypatch.setattr(taking, "MOST_PICTURES", 1)
    assert said(data, "docx", "Photo1")
    assert not said(data, "docx", "Photo2")
    assert not words(data, "docx").whole


def test_all_packed_files_in_a_file_are_read_and_unpacked_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    small = pdf(attached={"a.docx": worded("Quill"), "b.docx": worded("Quoin")})
    assert words(small, "pdf").whole
    size = sum(info.file_size for info in zipfile.ZipFile(io.BytesIO(worded("Quill"))).infolist())
    for what, most in (("MOST_UNPACKED", size), ("MOST_XML", 60)):
        monkeypatch.setattr(taking, what, most)
        assert said(small, "pdf", "Quill"), what
        assert not said(small, "pdf", "Quoin"), what
        assert not words(small, "pdf").whole, what
        monkeypatch.undo()


def test_an_embedded_bomb_is_left() -> None:
    bomb = package("xlsx", {"xl/sharedStrings.xml": "<sst>" + "<si><t>x</t></si>" * 5_000_000 + "</sst>"})
    data = package("docx", {"word/embeddings/bomb.xlsx": bomb, "word/header1.xml": "<hdr><p><t>Quill</t></p></hdr>"})
    assert said(data, "docx", "Quill")
    assert not words(data, "docx").whole


# What was left out is told


def test_a_long_text_is_cut_off_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "MOST", 10)
    assert words(worded("0123456789"), "docx") == Words((Passage("the text", "0123456789"),), whole=True)
    assert words(worded("0123456789a"), "docx") == Words((Passage("the text", "0123456789"),), whole=False)
    two = package("docx", {"word/document.xml": "<d><p><t>0123456789</t></p></d>", "word/header1.xml": "<h><p><t>a</t></p></h>"})
    assert words(two, "docx") == Words((Passage("the text", "0123456789"),), whole=False)


def test_many_passages_and_many_pages_are_cut_off_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = jpeg(EXIF)
    monkeypatch.setattr(passages, "MOST_PASSAGES", 2)
    assert len(words(data, "jpg").passages) == 2
    assert not words(data, "jpg").whole
    monkeypatch.undo()
    assert words(files.pdf("Quill"), "pdf").whole
    monkeypatch.setattr(pdfs, "MOST_PAGES", 0)
    assert words(files.pdf("Quill"), "pdf") == Words((), whole=False)


def test_a_part_longer_than_is_read_leaves_the_others() -> None:
    long = "<hdr>" + "<p><t>" + "x" * 10_000_000 + "</t></p></hdr>"
    data = package("docx", {"word/header1.xml": long, "word/header2.xml": "<hdr><p><t>Quill</t></p></hdr>"})
    assert said(data, "docx", "Quill") == {("the header", False)}
    assert not words(data, "docx").whole


def test_parts_are_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_XML", 450)
    data = package(
        "docx",
        {"word/header1.xml": f"<hdr><p><t>{'x' * 400}</t></p></hdr>", "word/header2.xml": "<hdr><p><t>Quill</t></p></hdr>"},
    )
    assert not words(data, "docx").whole


@pytest.fixture(scope="module")
def mine() -> Iterator[Room]:
    made = Room()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("data", "kind", "told"),
    [
        (worded("Quill"), "docx", Words((Passage("the text", "Quill"),), whole=True)),
        (b"PK\3\4 no archive", "docx", Words((), whole=False)),
        (b"%PDF-1.4 nothing", "pdf", Words((), whole=False)),
        (files.recording(), "mp4", Words((), whole=True)),
    ],
)
def test_the_room_tells_what_was_read(mine: Room, data: bytes, kind: str, told: Words) -> None:
    assert mine.read(data, Content(kind)) == told


def test_the_room_tells_that_a_recording_was_too_long_to_hand_over(mine: Room) -> None:
    answer = mine.read(film(itunes(tag(b"\xa9nam", b"Quill"), tag(b"\xa9cmt", b"x " * 17_000_000))), Content("mp4"))
    assert answer is not None
    assert not answer.whole
    assert "Quill" in answer.passages[0].text


def test_the_room_tells_of_pages_without_a_text(mine: Room) -> None:
    assert mine.read(files.pdf(stream=b"10 10 200 100 re f"), Content("pdf")) == Words((), whole=True, silent=1)


def test_a_child_that_dies_is_told_apart_from_a_file_that_cannot_be_read() -> None:
    late = Room(0.0)
    try:
        assert late.read(files.pdf(), Content("pdf")) is None
    finally:
        late.close()


def test_where_a_parser_is_missing_nothing_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.inspect import room as module

    (tmp_path / "pypdfium2.py").write_text("raise ImportError", "utf-8")
    path = module._import_path()
    monkeypatch.setattr(module, "_import_path", lambda: [str(tmp_path), *path])
    one = Room()
    try:
        assert one.read(files.pdf(), Content("pdf")) == Words((), whole=False)
    finally:
        one.close()


# Hostile files


def deep(levels: int) -> bytes:
    data = b""
    for _ in range(levels):
        data = box(b"udta", data + quicktime(b"\xa9nam", b"x"))
    return box(b"ftyp", b"isom") + box(b"moov", data) + box(b"mdat", b"x")


HOSTILE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "deep boxes": ("mp4", lambda: deep(2_000)),
    "endless boxes": ("mp4", lambda: film(box(b"udta", quicktime(b"\xa9nam", b"x") * 20_000))),
    "a box longer than the file": ("mp4", lambda: film(box(b"udta", b"\x7f\xff\xff\xff\xa9nam"))),
    "a box of no length": ("mp4", lambda: film(box(b"udta", b"\0\0\0\0\xa9nam" + b"x" * 99))),
    "endless frames": ("mp3", lambda: id3(frame(b"TIT2", b"\0x") * 20_000) + SOUND),
    "chapters in chapters": ("mp3", lambda: id3(frame(b"CHAP", b"a\0" + bytes(16) + frame(b"CHAP", b"b\0" + bytes(16) + frame(b"CHAP", b"c\0")))) + SOUND),
    "a frame longer than its tag": ("mp3", lambda: id3(b"TIT2\x7f\xff\xff\xff\0\0\0x") + SOUND),
    "a packed bomb": ("mp3", lambda: id3(frame(b"TIT2", bytes(4) + zlib.compress(bytes(50_000_000)), flags=0x80)) + SOUND),
    "endless chunks": ("wav", lambda: files.wav() + (b"note" + bytes(4)) * 9_999),
    "lists in lists": ("wav", lambda: files.wav() + chunk(b"LIST", b"INFO" + chunk(b"LIST", b"INFO" + chunk(b"LIST", b"INFO" * 1_000)))),
    "endless fields": ("ogg", lambda: page(b"OpusHead") + page(b"OpusTags" + struct.pack("<II", 0, 0xFFFFFFFF))),
    "empty elements": ("mkv", lambda: b"\x1a\x45\xdf\xa3\x80" + b"\xec\x80" * 9_000),
    "endless texts": ("png", lambda: png(*[(b"tEXt", b"a\0b")] * 11_000)),
    "endless comments": ("jpg", lambda: jpeg(segments=[(0xFE, b"x")] * 11_000)),
    "a lying list": ("tiff", lambda: b"II*\0\x08\0\0\0" + b"\xff\xff" * 9_000),
    "pages in a ring": ("tiff", lambda: tiff({270: (2, b"Quill\0")}, {270: (2, b"Quark\0")}, last=8)),
    "pages that all say the same": ("tiff", lambda: tiff({}, dict.fromkeys(range(1_000, 60_000), (2, b"abc\0"))).replace(b"\4\0\0\0abc\0", b"\0\x10\0\0\x08\0\0\0")),
    "a picture of no length": ("gif", lambda: b"GIF89a" + b"!\xfe\0" * 11_000),
    "entities": ("jpg", lambda: jpeg(segments=[(0xE1, b"http://ns.adobe.com/xap/1.0/\0<!DOCTYPE a [<!ENTITY b 'bbbb'>]><x:xmpmeta>&b;</x:xmpmeta>")])),
    "a deep packet": ("jpg", lambda: jpeg(segments=[(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<a>" * 9_000)])),
    "metadata without end": ("pdf", lambda: files.pdf() + b"9 0 obj\n<< /Type /Metadata >>\nstream\n" * 500),
    "metadata that is a bomb": ("pdf", lambda: pdf(metadata=bytes(10_000_000), packed=True)),
    "metadata almost": ("pdf", lambda: files.pdf() + b"<< " * 200_000),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_read_in_time_or_not_at_all(mine: Room, what: str) -> None:
    kind, make = HOSTILE[what]
    answer = mine.read(make(), Content(kind))
    assert answer is not None, "the child must not die of it"
    assert sum(len(one.text) for one in answer.passages) <= passages.MOST


KINDS = sorted(READ - {"pdf"})  # PDFium may crash, and runs in the child alone


@given(st.sampled_from(KINDS), st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255))
def test_no_bytes_are_too_odd(kind: str, junk: bytes, at: int, byte: int) -> None:
    for data in (
        junk,
        _whole(kind)[:at] + junk + _whole(kind)[at + len(junk) :],
        _whole(kind)[:at] + bytes([byte]) + _whole(kind)[at + 1 :],
    ):
        head, _ = heads(data, kind)
        told = words(head, kind)
        assert all(one.text.strip() for one in told.passages)


def _whole(kind: str) -> bytes:
    """A file of that kind with words in it."""
    tagged = id3(frame(b"TIT2", b"\0Quill"), frame(b"COMM", b"\1eng\xff\xfe\0\0\xff\xfeQ\0"))
    return {
        "docx": files.docx, "xlsx": lambda: package("xlsx", {}), "pptx": lambda: package("pptx", {}), "jpg": lambda: jpeg(EXIF),
        "png": lambda: png((b"tEXt", b"a\0Quill")), "gif": lambda: files.picture("GIF", comment=b"x"), "webp": lambda: files.picture("WEBP"),
        "tiff": lambda: files.picture("TIFF", description="x"), "mp3": lambda: tagged + SOUND, "aac": lambda: tagged, "wav": files.wav,
        "avi": lambda: b"RIFF\0\0\0\0AVI " + chunk(b"LIST", b"INFO" + chunk(b"INAM", b"x")),
        "ogg": lambda: page(b"OpusHead") + page(b"OpusTags" + remarks("A=b")), "flac": lambda: b"fLaC\x84\0\0\x20" + remarks("A=b") * 2,
        "wmv": lambda: bytes(60), "mkv": lambda: element("1a45dfa3", b"") + element("18538067", element("1549a966", element("7ba9", b"x"))),
    }.get(kind, lambda: film(itunes(tag(b"\xa9nam", b"x"))))()  # fmt: skip


def test_nothing_that_is_taken_breaks_the_answer(mine: Room) -> None:
    odd = "".join(chr(number) for number in (1, 8, 11, 12, 14, 27, 31)) * 900_000
    data = png((b"iTXt", b"\0\0\0\0\0" + odd.encode()))
    answer = mine.read(data, Content("png"))
    assert answer is not None
    assert not answer.passages, "it holds nothing that can be read"


def test_a_photo_is_never_decoded_for_its_words() -> None:
    data = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(data, "PNG")
    assert words(data.getvalue(), "png") == Words((), whole=True)


def test_check_says_that_a_student_is_named_in_a_recording_or_an_attached_file(simcred: Simcred, example: Path) -> None:
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("Jayden Kowalczyk\n", "utf-8")
    folder = example / "evidence/2026-09-18-draft-organizer"
    for name, data in (
        ("lesson.mp4", film(itunes(tag(b"\xa9cmt", b"Jayden Kowalczyk reads")))),
        ("voice.mp3", id3(frame(b"TPE1", b"\0Jayden Kowalczyk")) + SOUND),
        ("plan.pdf", pdf(attached={"groups.csv": b"Kowalczyk;Jayden\n", "a.txt": b"Jayden Kowalczyk"})),
    ):
        (folder / name).write_bytes(data)
        with (folder / "evidence.yaml").open("a", encoding="utf-8") as manifest:
            manifest.write(f"  - path: {name}\n")
    ran = simcred("check", example, "--json")
    told = {(f["path"].rpartition("/")[2], f["message"]) for f in ran.data["portfolios"][0]["findings"] if f["code"] == "MC701"}
    assert told == {
        ("lesson.mp4", "a student's full name stands in the tags of this file"),
        ("voice.mp3", "a student's full name stands in the tags of this file"),
        ("plan.pdf", "a student's full name stands in an attached file of this file (2 times)"),
    }
    assert "Kowalczyk" not in ran.out + ran.err
