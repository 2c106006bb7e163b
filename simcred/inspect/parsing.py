"""What only a real parser can tell: pictures, PDFs, and office documents in their ZIP. Runs in the child process alone."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from msgspec.structs import replace

from simcred.model.contents import NOT_INSTALLED, Content, State

Parser = Callable[[bytes, Content], Content]

MOST_PIXELS = {"jpg": 250_000_000, "png": 100_000_000}
"""A photo is decoded at an eighth of its size, so that it may be larger than a drawing, which is decoded whole."""
_MOST_MEMBERS, _MOST_UNPACKED, _MOST_RATIO, _MOST_PART = 2_000, 500_000_000, 100, 10_000_000
_HARMLESS = 50_000_000
"""Bytes that any ZIP may unpack to, however small it is."""
_DEEPEST = 500
_PASSWORD, _SECURITY = 4, 5
"""FPDF_ERR_PASSWORD, and FPDF_ERR_SECURITY: locked by a scheme that PDFium does not know."""
_CUT = "its end is missing"
_SMALL = (64, 64)
_TWICE = 60_000_000
"""Points of a photo that may be decoded twice, and in full."""
_TAIL = 2_048


class _Wrong(Exception):
    """A file is not whole; the state and a few words."""

    def __init__(self, state: State, detail: str) -> None:
        super().__init__(detail)
        self.state, self.detail = state, detail


def parsed(data: bytes, content: Content) -> Content:
    """What a parser adds to what the first bytes say. Whatever a foreign parser raises means a file that is damaged."""
    if not installed(content.type):
        return replace(content, state="unknown", detail=NOT_INSTALLED)
    try:
        return PARSERS[content.type](data, content)
    except _Wrong as wrong:
        return replace(content, state=wrong.state, detail=wrong.detail)
    except MemoryError:
        return replace(content, state="unknown", detail="it takes more memory than it may")
    except Exception:  # their parsers raise what they like
        return replace(content, state="damaged", detail="it cannot be read")


def installed(kind: str) -> bool:
    """Whether the parser of a type is there. Where it is not, that is no fault of the file's."""
    try:
        import_module(_NEEDED[kind])
    except Exception:  # a library that cannot be loaded fails in its own way
        return False
    return True


_NEEDED = {"jpg": "PIL.Image", "png": "PIL.Image", "pdf": "pypdfium2", "zip": "defusedxml.ElementTree"}


def picture(data: bytes, content: Content) -> Content:
    """A photo or drawing, decoded to its last byte: only that shows a cut one."""
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
        raise _Wrong("cut" if ends else "damaged", _CUT if ends else "it cannot be decoded") from error
    if content.type == "png" and b"IEND" not in data:
        raise _Wrong("cut", _CUT)
    return _turned(content, image, width, height)


def _turned(content: Content, image: Any, width: int, height: int) -> Content:
    """A picture's size as it is looked at."""
    if lies_on_its_side(image):
        width, height = height, width
    return replace(content, width=width, height=height)


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


_ORIENTATION = 0x0112
_ON_ITS_SIDE = {5, 6, 7, 8}


def lies_on_its_side(image: Any) -> bool:
    """Whether a picture says to be turned by a quarter before it is looked at."""
    try:
        return image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    except Exception:  # what a camera wrote beside the picture does not spoil it
        return False


def opened(data: bytes, kind: str) -> Any:
    """A picture whose pixels were not read yet. Raises `_Wrong` when it says to have too many of them."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # ours is by format
    data = data if kind == "jpg" else _without_remarks(data)
    image = Image.open(io.BytesIO(data), formats=["JPEG", "MPO"] if kind == "jpg" else ["PNG"])
    if image.width * image.height > MOST_PIXELS[kind]:
        raise _Wrong("unknown", f"it says to have {image.width} x {image.height} points")
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
            raise _Wrong("cut" if cut else "damaged", "there is no page in it")
        document[0].get_size()
    if cut:
        raise _Wrong("cut", _CUT)
    return replace(content, pages=pages)


def open_pdf(data: bytes, *, cut: bool) -> Any:
    """The document, to be closed. Raises `_Wrong`."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = _why_not(data)
        if reason == _PASSWORD:
            raise _Wrong("encrypted", "it asks for a password") from error
        if reason == _SECURITY:
            raise _Wrong("unknown", "it is locked in a way that only some readers know") from error
        raise _Wrong(
            "cut" if cut else "damaged", _CUT if cut else "the reader of PDF that browsers use cannot open it"
        ) from error


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


def package(data: bytes, content: Content) -> Content:
    """A ZIP: which document is in it, and whether all of it can be unpacked; nothing is written anywhere."""
    data = _without_zeros(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _names(archive)
            kind = _kind_of(archive, names)
            content = replace(content, type=kind)
            _unpackable(archive, len(data))
            return _well_formed(archive, names, content) if _LIST in names else content
    except _Wrong as wrong:
        return replace(content, state=wrong.state, detail=wrong.detail)
    except zipfile.BadZipFile:
        end = data.rfind(b"PK\x05\x06") < 0
        return replace(content, state="cut" if end else "damaged", detail=_CUT if end else "it cannot be unpacked")
    except (NotImplementedError, RuntimeError, OSError, zlib.error, EOFError, ValueError, KeyError):
        return replace(content, state="damaged", detail="it cannot be unpacked")


_MAIN_KINDS: Mapping[str, str] = {
    "docx": "wordprocessingml.document.main+xml",
    "dotx": "wordprocessingml.template.main+xml",
    "docm": "ms-word.document.macroenabled.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "xltx": "spreadsheetml.template.main+xml",
    "xlsm": "ms-excel.sheet.macroenabled.main+xml",
    "xlsb": "ms-excel.sheet.binary.macroenabled.main",
    "pptx": "presentationml.presentation.main+xml",
    "potx": "presentationml.template.main+xml",
    "ppsx": "presentationml.slideshow.main+xml",
    "pptm": "ms-powerpoint.presentation.macroenabled.main+xml",
}
_BY_NAME = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_LIST = "[content_types].xml"
_BINARY = {"xlsb"}
_CHUNK = 1 << 20


def _without_zeros(data: bytes) -> bytes:
    """A ZIP without the zeros that some disks and clouds leave behind it."""
    end = data.rfind(b"PK\x05\x06") + 22
    return data[:end] if end >= 22 and not data[end:].strip(b"\0") else data


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names in a ZIP as they should be written, each with how it is; some programs write \\ for /. Raises `_Wrong`."""
    written = archive.namelist()
    if len(written) > _MOST_MEMBERS:
        raise _Wrong("unknown", f"there are more than {_MOST_MEMBERS} files in it")
    return {name.replace("\\", "/").lstrip("/").casefold(): name for name in written}


def _kind_of(archive: zipfile.ZipFile, names: Mapping[str, str]) -> str:
    """Which document a ZIP is, by what lies in it."""
    if _LIST in names:
        return next((kind for folder, kind in _BY_NAME.items() if any(name.startswith(folder) for name in names)), "zip")
    if "mimetype" in names:
        said = _part(archive, names["mimetype"], 200).decode("ascii", "replace").strip()
        last = said.rpartition(".")[2]
        return "epub" if said == "application/epub+zip" else _OPEN.get(last, "zip")
    return "iwork" if any(name.endswith(".iwa") or name == "index.zip" for name in names) else "zip"


def _unpackable(archive: zipfile.ZipFile, size: int) -> None:
    """Unpacks every file in a ZIP to nowhere, counting what really comes. Raises `_Wrong` when it asks for a password or is a bomb."""
    left = min(_MOST_UNPACKED, max(_HARMLESS, size * _MOST_RATIO))
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise _Wrong("encrypted", "it asks for a password")
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _Wrong("unknown", "it unpacks to far more than such a file should hold")


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A part of an office document. Raises `_Wrong` when it is not there or larger than `most`."""
    try:
        with archive.open(name) as member:
            data = member.read(most + 1)
    except KeyError:
        raise _Wrong("damaged", "a part of it is missing") from None
    if len(data) > most:
        raise _Wrong("unknown", "its text is longer than can be looked at")
    return data


def _well_formed(archive: zipfile.ZipFile, names: Mapping[str, str], content: Content) -> Content:
    """What an office document really is, once its list of contents and its main part are read. Raises `_Wrong`."""
    listed, main = _List(), Skeleton()
    read_xml(_part(archive, names[_LIST], _MOST_PART), listed)
    if listed.main is None:
        if content.type == "zip":  # other packages have such a list, too
            return content
        raise _Wrong("damaged", "its list of contents names no document")
    kind, name = listed.main
    if kind not in _BINARY and name:
        read_xml(_part(archive, names.get(name.casefold(), name), _MOST_PART), main)
    odd = "declares a type of text, as no office program does" if listed.declares or main.declares else ""
    return replace(content, type=kind, detail=odd)


class Skeleton:
    """Takes an XML part's elements and keeps none of them; deep nesting is refused."""

    def __init__(self) -> None:
        self._depth = 0
        self.declares = False

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """A declaration of what the text is (DOCTYPE)."""
        self.declares = True

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Wrong("damaged", "its parts are nested deeper than any office program writes them")

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1

    def data(self, data: str) -> None:
        """Text, which nobody asks for."""

    def close(self) -> None:
        """The part is over."""


class _List(Skeleton):
    """Takes from a list of contents what the document is, and the name of its main part; that may be said of an ending alone."""

    def __init__(self) -> None:
        super().__init__()
        self.main: tuple[str, str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """One part, or the list itself."""
        super().start(tag, attributes)
        said = attributes.get("ContentType", "").partition(";")[0].strip().lower()
        kind = next((kind for kind, ending in _MAIN_KINDS.items() if said.endswith(ending)), None)
        if kind is not None and (self.main is None or not self.main[1]):
            self.main = kind, attributes.get("PartName", "").replace("\\", "/").lstrip("/")


def read_xml(data: bytes, skeleton: Skeleton) -> None:
    """Reads an XML part to its end. Raises `_Wrong` when it is not well formed or declares entities, which no office program does."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    try:
        parser = DefusedXMLParser(target=skeleton, forbid_dtd=False)
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        parser.close()
    except (ParseError, LookupError, ValueError, DefusedXmlException) as error:
        raise _Wrong("damaged", "its text cannot be read") from error


PARSERS: Mapping[str, Parser] = {"jpg": picture, "png": picture, "pdf": pdf, "zip": package}
"""The types that are parsed, by what their first bytes say."""
