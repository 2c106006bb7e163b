"""Files of evidence that tests make: small, whole, and different for every text."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def pdf(text: str = "invented", *, stream: bytes | None = None) -> bytes:
    """A PDF of one page that says `text`, or with another stream of the page."""
    said = text.encode("ascii", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    body = stream if stream is not None else b"BT /F 12 Tf 20 100 Td (" + said + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(body) + body + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, out.rindex(b"xref\n0 "))


def picture(kind: str, text: str = "", size: tuple[int, int] = (48, 36), **more: object) -> bytes:
    """A picture in the colour of a text; `kind` as Pillow calls it."""
    shade = zlib.crc32(text.encode())
    image = Image.new("RGB", size, (shade & 255, shade >> 8 & 255, shade >> 16 & 255))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def archive(parts: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """A ZIP of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as made:
        for name, data in parts.items():
            made.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED)
    return out.getvalue()


def office(main: str, what: str, part: bytes, listed: bytes | None = None, *, more: Mapping[str, bytes] | None = None) -> bytes:
    """An office document of one part, and some more."""
    types = (
        f'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{what}"/></Types>'
    ).encode()
    return archive({"[Content_Types].xml": types if listed is None else listed, main: part, **(more or {})})


def docx(text: str = "invented", *, more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document."""
    return office("word/document.xml", WORD, f'<?xml version="1.0"?><document><p>{text}</p></document>'.encode(), more=more)


def box(kind: bytes, body: bytes = b"") -> bytes:
    """One box of a recording."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def recording(
    seconds: float = 600,
    *,
    sound: bool = True,
    brand: bytes = b"isom",
    index_first: bool = True,
    text: str = "",
    version: int = 0,
) -> bytes:
    """A recording in boxes: an index that says how long it is and which tracks it has, and something for the recording."""
    scale = 600
    if version:
        header = struct.pack(">B3xQQIQ", 1, 0, 0, scale, int(seconds * scale)) + bytes(80)
    else:
        header = struct.pack(">B3xIIII", 0, 0, 0, scale, int(seconds * scale)) + bytes(80)
    tracks = [b"vide", b"soun"] if sound else [b"vide"]
    traks = b"".join(box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13)))) for kind in tracks)
    index = box(b"moov", box(b"mvhd", header) + traks)
    body = box(b"mdat", f"no pictures, only this: {text}".encode() * 4)
    return box(b"ftyp", brand + bytes(4) + b"mp42") + (index + body if index_first else body + index)


def wav(seconds: float = 2.0) -> bytes:
    """A recording without a sound in it."""
    body = bytes(int(seconds * 8000))
    chunk = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WAVE" + chunk


MAKERS: Mapping[str, Callable[[str], bytes]] = {
    "pdf": pdf,
    "jpg": lambda text: picture("JPEG", text),
    "jpeg": lambda text: picture("JPEG", text),
    "png": lambda text: picture("PNG", text),
    "docx": docx,
    "xlsx": lambda text: office("xl/workbook.xml", SHEET, f"<workbook>{text}</workbook>".encode()),
    "pptx": lambda text: office("ppt/presentation.xml", SLIDES, f"<presentation>{text}</presentation>".encode()),
    "mp4": lambda text: recording(text=text),
    "mov": lambda text: recording(text=text, brand=b"qt  "),
    "m4a": lambda text: recording(text=text, brand=b"M4A "),
    "mp3": lambda text: b"ID3\x04" + text.encode(),
    "wav": lambda text: wav(),
}


def made(path: str | Path, text: str = "invented") -> bytes:
    """What a file of that name holds: the text in a file of the kind that its ending says."""
    ending = str(path).rpartition(".")[2].lower()
    if ending == "csv":
        return b"student,measure,date,score,out_of\nS01,pretest,2026-09-15,9,20\nS01,posttest,2026-10-16,15,20\n"
    return MAKERS[ending](text) if ending in MAKERS else text.encode()
