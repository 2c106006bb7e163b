"""What only a real parser can tell: pictures, PDFs, and office documents in their ZIP. Runs in the child process alone."""

from __future__ import annotations

import io
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
_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""
_CUT = "its end is missing"
_SMALL = (64, 64)
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
        ends = "truncated" in str(error) or isinstance(error, EOFError)
        raise _Wrong("cut" if ends else "damaged", _CUT if ends else "it cannot be decoded") from error
    if content.type == "png" and b"IEND" not in data:
        raise _Wrong("cut", _CUT)
    if lies_on_its_side(image):
        width, height = height, width
    return replace(content, width=width, height=height)


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
    image = Image.open(io.BytesIO(data), formats=["JPEG", "MPO"] if kind == "jpg" else ["PNG"])
    if image.width * image.height > MOST_PIXELS[kind]:
        raise _Wrong("unknown", f"it says to have {image.width} x {image.height} points")
    return image


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
        if _asks_for_a_password(data):
            raise _Wrong("encrypted", "it asks for a password") from error
        raise _Wrong("cut" if cut else "damaged", _CUT if cut else "no reader of PDF can open it") from error


def _asks_for_a_password(data: bytes) -> bool:
    """Whether that is why a PDF does not open. Asked again after one that is none, for not every failure sets the reason anew."""
    import pypdfium2

    reason = None
    for tried in (b"none", data):
        try:
            pypdfium2.PdfDocument(tried).close()
        except pypdfium2.PdfiumError as error:
            reason = error.err_code
    return reason == _PASSWORD


def _without_end(data: bytes) -> bool:
    """Whether the mark at the end of a PDF is missing. What somebody's server put behind it does no harm."""
    if b"%%EOF" in data[-_TAIL:].rstrip(b"\0"):
        return False
    last = data.rfind(b"%%EOF")
    return last < 0 or b"obj" in data[last : last + 1_000_000]


def package(data: bytes, content: Content) -> Content:
    """A ZIP: which document is in it, and whether all of it can be unpacked; nothing is written anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _kind_of(archive)
            content = replace(content, type=kind)
            _unpackable(archive, len(data))
            return replace(content, type=_well_formed(archive)) if kind in _MAIN_KINDS else content
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
_LIST = "[Content_Types].xml"
_BINARY = {"xlsb"}
_CHUNK = 1 << 20


def _kind_of(archive: zipfile.ZipFile) -> str:
    """Which document a ZIP is. Raises `_Wrong` when there are too many names in it to look."""
    names = archive.namelist()
    if len(names) > _MOST_MEMBERS:
        raise _Wrong("unknown", f"there are more than {_MOST_MEMBERS} files in it")
    if _LIST in names:
        return next((kind for folder, kind in _BY_NAME.items() if any(name.startswith(folder) for name in names)), "zip")
    if "mimetype" in names:
        said = _part(archive, "mimetype", 200).decode("ascii", "replace").strip()
        last = said.rpartition(".")[2]
        return "epub" if said == "application/epub+zip" else _OPEN.get(last, "zip")
    return "iwork" if any(name.endswith(".iwa") or name == "Index.zip" for name in names) else "zip"


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


def _main_part(archive: zipfile.ZipFile) -> tuple[str, str]:
    """What an office document is, and the name of its main part, by its own list of contents. Raises `_Wrong`."""
    listed = _List()
    read_xml(_part(archive, _LIST, _MOST_PART), listed)
    for name, said in listed.parts:
        for kind, ending in _MAIN_KINDS.items():
            if said.endswith(ending):
                return kind, name
    raise _Wrong("damaged", "its list of contents names no document")


def _well_formed(archive: zipfile.ZipFile) -> str:
    """What an office document really is, once its list of contents and its main part are read. Raises `_Wrong`."""
    kind, name = _main_part(archive)
    there = {known.casefold(): known for known in archive.namelist()}
    if kind not in _BINARY:
        read_xml(_part(archive, there.get(name.casefold(), name), _MOST_PART), Skeleton())
    return kind


class Skeleton:
    """Takes an XML part's elements and keeps none of them; deep nesting is refused."""

    def __init__(self) -> None:
        self._depth = 0

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
    """Takes the parts that a list of contents names: each with its type, in small letters."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """One part, or the list itself."""
        super().start(tag, attributes)
        self.parts.append((attributes.get("PartName", "").lstrip("/"), attributes.get("ContentType", "").lower()))


def read_xml(data: bytes, skeleton: Skeleton) -> None:
    """Reads an XML part to its end. Raises `_Wrong` when it is not well formed or declares entities, which no office program does."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    try:
        parser = DefusedXMLParser(target=skeleton, forbid_dtd=True)
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        parser.close()
    except (ParseError, LookupError, ValueError, DefusedXmlException) as error:
        raise _Wrong("damaged", "its text cannot be read") from error


PARSERS: Mapping[str, Parser] = {"jpg": picture, "png": picture, "pdf": pdf, "zip": package}
"""The types that are parsed, by what their first bytes say."""
