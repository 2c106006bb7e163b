"""What only a real parser can tell: of pictures and PDFs here, of office documents in `packages`. Runs in the child process alone."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from msgspec.structs import replace

from simcred.inspect.office import holds_a_place
from simcred.inspect.packages import package
from simcred.inspect.pictures import PICTURES, says_where
from simcred.inspect.signatures import by_first_bytes
from simcred.inspect.wrong import CUT, Wrong
from simcred.model.contents import NOT_INSTALLED, Content

Parser = Callable[[bytes, Content], Content]

MOST_PIXELS = {"jpg": 250_000_000, "png": 100_000_000}
"""A photo is decoded at an eighth of its size, so that it may be larger than a drawing, which is decoded whole."""
_PASSWORD, _SECURITY = 4, 5
"""FPDF_ERR_PASSWORD, and FPDF_ERR_SECURITY: locked by a scheme that PDFium does not know."""
_SMALL = (64, 64)
_TWICE = 60_000_000
"""Points of a photo that may be decoded twice, and in full."""
_TAIL = 2_048


def parsed(data: bytes, content: Content) -> Content:
    """What a parser adds to what the first bytes say. Whatever a foreign parser raises means a file that is damaged."""
    if not installed(content.type):
        return replace(content, state="unknown", detail=NOT_INSTALLED)
    try:
        return PARSERS[content.type](data, content)
    except Wrong as wrong:
        return replace(content, state=wrong.state, detail=wrong.detail)
    except MemoryError:
        return replace(content, state="unknown", detail="it takes more memory than it may")
    except Exception:  # their parsers raise what they like
        return replace(content, state="damaged", detail="it cannot be read")


def installed(kind: str) -> bool:
    """Whether the parser of a type is there. Where it is not, that is no fault of the file's."""
    try:
        import_module(_NEEDED.get(kind, "zlib"))
    except Exception:  # a library that cannot be loaded fails in its own way
        return False
    return True


_NEEDED = {
    **dict.fromkeys(("jpg", "png", "webp", "gif", "tiff"), "PIL.Image"),
    "pdf": "pypdfium2",
    **dict.fromkeys(("zip", "docx", "xlsx", "pptx"), "defusedxml.ElementTree"),
}


def picture(data: bytes, content: Content) -> Content:
    """A photo or drawing, decoded to its last byte: only that shows a cut one."""
    if _IN_WORDS in data:
        content = replace(content, located=True)
    image = opened(data, content.type)
    width, height = image.size
    image.draft("RGB", _SMALL)
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, zlib.error) as error:
        if content.type == "jpg" and width * height <= _TWICE and _has_all_rows(data):
            return replace(
                _turned(content, image, width, height), detail="lacks its last bytes, though all of the picture is there"
            )
        ends = "truncated" in str(error) or isinstance(error, EOFError)
        raise Wrong("cut" if ends else "damaged", CUT if ends else "it cannot be decoded") from error
    if content.type == "png" and b"IEND" not in data:
        raise Wrong("cut", CUT)
    return _turned(content, image, width, height)


def _turned(content: Content, image: Any, width: int, height: int) -> Content:
    """A picture's size as it is looked at."""
    if lies_on_its_side(image):
        width, height = height, width
    return replace(content, width=width, height=height, located=content.located or _says_where(image))


def _has_all_rows(data: bytes) -> bool:
    """Whether a JPEG whose end mark is missing shows the same whatever is put in place of what is missing."""
    shown = []
    for instead in (b"\0" * 64, b"\xff\0" * 64):
        image = opened(data + instead + b"\xff\xd9", "jpg")
        try:
            shown.append(image.tobytes())
        except (OSError, SyntaxError, ValueError):
            return False
    return bool(shown[0] == shown[1])


_ORIENTATION, _GPS = 0x0112, 0x8825
_LATITUDE, _IN_WORDS = 2, b"GPSLatitude"
"""A latitude in EXIF, and how XMP calls it."""
_ON_ITS_SIDE = {5, 6, 7, 8}


def lies_on_its_side(image: Any) -> bool:
    """Whether a picture says to be turned by a quarter before it is looked at."""
    try:
        return image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    except Exception:  # what a camera wrote beside the picture does not spoil it
        return False


def _says_where(image: Any) -> bool:
    """Whether a camera wrote beside a picture where it was taken, in EXIF."""
    try:
        return bool(image.getexif().get_ifd(_GPS).get(_LATITUDE))
    except Exception:  # what a camera wrote beside the picture does not spoil it
        return False


def opened(data: bytes, kind: str) -> Any:
    """A picture whose pixels were not read yet. Raises `Wrong` when it says to have too many of them."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # ours is by format
    data = data if kind == "jpg" else _without_remarks(data)
    image = Image.open(io.BytesIO(data), formats=["JPEG", "MPO"] if kind == "jpg" else ["PNG"])
    if image.width * image.height > MOST_PIXELS[kind]:
        raise Wrong("unknown", f"it says to have {image.width} x {image.height} points")
    return image


_SHOWN = (b"tRNS", b"eXIf")


def _without_remarks(data: bytes) -> bytes:
    """A PNG without the chunks that readers may leave out: texts, profiles, colours, however large or wrong they are.

    Small letters mark them (PNG 3, 5.4). What lets light through and how to turn it are kept, where their check sum is right.
    """
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(data) or not kind.isalpha():
            break
        right = kind in _SHOWN and zlib.crc32(data[at + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big")
        if kind[:1].isupper() or right:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(kept)
    return b"".join((*kept, data[at:]))


def pdf(data: bytes, content: Content) -> Content:
    """A PDF: whether it opens without a password, its pages, and whether its end is there."""
    cut = _without_end(data)
    with open_pdf(data, cut=cut) as document:
        pages = len(document)
        if pages < 1:
            raise Wrong("cut" if cut else "damaged", "there is no page in it")
        document[0].get_size()
        placed = _attaches_a_place(document)
    if cut:
        raise Wrong("cut", CUT)
    return replace(content, pages=pages, located=placed)


_MOST_ATTACHED = 50
"""Attached files that are looked at for pictures that say where they were taken."""


def _attaches_a_place(document: Any) -> bool:
    """Whether a picture that is attached to a PDF says where it was taken; what cannot be read says nothing."""
    try:
        for number in range(min(document.count_attachments(), _MOST_ATTACHED)):
            data = bytes(document.get_attachment(number).get_data())
            kind = by_first_bytes(data).type
            if kind in PICTURES and says_where(data, kind):
                return True
    except Exception:  # an attached file that is damaged does not spoil the document
        return False
    return False


def document(data: bytes, content: Content) -> Content:
    """A ZIP, and whether a picture in it says where it was taken when it is an office document."""
    said = package(data, content)
    if said.state != "whole" or said.type not in ("docx", "xlsx", "pptx"):
        return said
    try:
        return replace(said, located=holds_a_place(data))
    except (Wrong, zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return said


def open_pdf(data: bytes, *, cut: bool) -> Any:
    """The document, to be closed. Raises `Wrong`."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = _why_not(data)
        if reason == _PASSWORD:
            raise Wrong("encrypted", "it asks for a password") from error
        if reason == _SECURITY:
            raise Wrong("unknown", "it is locked in a way that only some readers know") from error
        raise Wrong("cut" if cut else "damaged", CUT if cut else "the reader of PDF that browsers use cannot open it") from error


def _why_not(data: bytes) -> int | None:
    """PDFium's number for why a PDF does not open. Asked again after one that is none, for not every failure sets the reason anew."""
    import pypdfium2

    reason = None
    for tried in (b"none", data):
        try:
            pypdfium2.PdfDocument(tried).close()
        except pypdfium2.PdfiumError as error:
            reason = error.err_code
    return reason


def _without_end(data: bytes) -> bool:
    """Whether the mark at the end of a PDF is missing. What somebody's server put behind it does no harm."""
    if b"%%EOF" in data[-_TAIL:].rstrip(b"\0"):
        return False
    last = data.rfind(b"%%EOF")
    return last < 0 or _OBJECT.search(data, last, last + 1_000_000) is not None


_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
"""How every object of a PDF begins."""


PARSERS: Mapping[str, Parser] = {"jpg": picture, "png": picture, "pdf": pdf, "zip": document}
"""The types that are parsed, by what their first bytes say."""
