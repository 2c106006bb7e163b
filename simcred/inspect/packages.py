"""Office documents in their ZIP: which one it is, and whether all of it can be unpacked and read. Runs in the child process alone."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from msgspec.structs import replace

from simcred.inspect.wrong import CUT, Wrong
from simcred.model.contents import Content

_MOST_MEMBERS, _MOST_UNPACKED, _MOST_RATIO, _MOST_PART = 2_000, 500_000_000, 100, 10_000_000
_HARMLESS = 50_000_000
"""Bytes that any ZIP may unpack to, however small it is."""
_DEEPEST = 500


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
    except Wrong as wrong:
        return replace(content, state=wrong.state, detail=wrong.detail)
    except zipfile.BadZipFile:
        end = data.rfind(b"PK\x05\x06") < 0
        return replace(content, state="cut" if end else "damaged", detail=CUT if end else "it cannot be unpacked")
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
    """The names in a ZIP as they should be written, each with how it is; some programs write \\ for /. Raises `Wrong`."""
    written = archive.namelist()
    if len(written) > _MOST_MEMBERS:
        raise Wrong("unknown", f"there are more than {_MOST_MEMBERS} files in it")
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
    """Unpacks every file in a ZIP to nowhere, counting what really comes. Raises `Wrong` when it asks for a password or is a bomb."""
    left = min(_MOST_UNPACKED, max(_HARMLESS, size * _MOST_RATIO))
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise Wrong("encrypted", "it asks for a password")
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Wrong("unknown", "it unpacks to far more than such a file should hold")


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A part of an office document. Raises `Wrong` when it is not there or larger than `most`."""
    try:
        with archive.open(name) as member:
            data = member.read(most + 1)
    except KeyError:
        raise Wrong("damaged", "a part of it is missing") from None
    if len(data) > most:
        raise Wrong("unknown", "its text is longer than can be looked at")
    return data


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of an office document whose words are wanted. Raises `Wrong`."""
    return _part(archive, name, _MOST_PART)


def _well_formed(archive: zipfile.ZipFile, names: Mapping[str, str], content: Content) -> Content:
    """What an office document really is, once its list of contents and its main part are read. Raises `Wrong`."""
    listed, main = _List(), Skeleton()
    read_xml(_part(archive, names[_LIST], _MOST_PART), listed)
    if listed.main is None:
        if content.type == "zip":  # other packages have such a list, too
            return content
        raise Wrong("damaged", "its list of contents names no document")
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
            raise Wrong("damaged", "its parts are nested deeper than any office program writes them")

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
    """Reads an XML part to its end. Raises `Wrong` when it is not well formed or declares entities, which no office program does."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    try:
        parser = DefusedXMLParser(target=skeleton, forbid_dtd=False)
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        parser.close()
    except (ParseError, LookupError, ValueError, DefusedXmlException) as error:
        raise Wrong("damaged", "its text cannot be read") from error
