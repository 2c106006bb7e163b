"""The words of Word, Excel and PowerPoint files: every part that holds any, and the files and pictures that lie in them. In the child alone."""

from __future__ import annotations

import html
import io
import quopri
import re
import zipfile
from collections.abc import Iterator, Mapping

from simcred.inspect.packages import Skeleton, part, read_xml
from simcred.inspect.pictures import PICTURES, says_where
from simcred.inspect.signatures import by_first_bytes
from simcred.inspect.taking import Taking
from simcred.inspect.wrong import Wrong
from simcred.model.contents import Passage
from simcred.privacy.text import decoded, without_tags


class _Words(Skeleton):
    """Takes the words of an office document's part: a paragraph or a row a line, cells apart by tabs; authors and descriptions too."""

    _LINES = frozenset(
        {
            "p",
            "row",
            "si",
            "comment",
            "threadedComment",
            "cm",
            "title",
            "creator",
            "lastModifiedBy",
            "subject",
            "keywords",
            "description",
        }
    )
    _CELLS = frozenset({"tc", "c"})
    _TEXTS = frozenset({"t", "delText", "instrText", "text", "formula1", "formula2"})
    _PROPERTIES = frozenset(
        {"title", "creator", "lastModifiedBy", "subject", "keywords", "description", "Manager", "Company", "lpwstr", "category"}
        | {"contentStatus", "identifier", "lpstr", "bstr", "HyperlinkBase"}
        | {"oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter", "definedName"}
    )
    _FORMULAS = frozenset({"f", "formula"})
    _SAID = frozenset(
        {
            "author",
            "descr",
            "title",
            "name",
            "initials",
            "displayName",
            "userId",
            "userName",
            "alt",
            "string",
            "tooltip",
            "display",
        }
        | {"displayText", "lastValue", "prompt", "promptTitle", "error", "errorTitle", "text"}
    )
    _VALUED = frozenset(
        {"filter", "customFilter", "alias", "tag", "docVar", "statusText", "helpText", "listEntry", "listItem", "default"}
        | {"tblCaption", "tblDescription", "connectString", "query", "mailSubject", "placeholder"}
    )
    """Elements whose value (`val`) may be words."""
    _BY = ("author", "initials", "displayName", "userId", "userName")
    _LISTED = ("comment", "cmAuthor", "person", "author", "presenceInfo")

    def __init__(self, shared: list[str] | None = None) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.authors: list[str] = []
        self.changed: list[str] = []
        self._shared = shared
        self._here: list[str] = []
        self._formula: list[str] = []
        self._now = ""
        self._kind = ""
        self._value = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        super().start(tag, attributes)
        self._now = tag.rpartition("}")[2]
        if self._now == "c":
            self._kind, self._value = attributes.get("t", ""), ""
        for name, said in attributes.items():
            plain = name.rpartition("}")[2]
            if plain in self._SAID and self._now != "style":
                self._kept_for(plain).append(said)
            elif plain in ("val", "value") and self._now in self._VALUED:
                self.lines.append(said)
        if self._now in ("tab", "br", "cr"):
            self._here.append("\t" if self._now == "tab" else "\n")

    def _kept_for(self, name: str) -> list[str]:
        """Where an attribute belongs: authors of comments and lists of them, those of tracked changes, or what can be read."""
        if name == "displayName" and self._now not in self._LISTED:  # a table has one, too
            return self.lines
        if name in self._BY or (name == "name" and self._now in ("author", "cmAuthor")):
            return self.authors if self._now in self._LISTED else self.changed
        return self.lines

    def data(self, data: str) -> None:
        """Text."""
        if self._now in self._TEXTS or self._now in self._PROPERTIES or self._now == "author":
            self._here.append(data)
        elif self._now == "v":
            self._value += data
        elif self._now in self._FORMULAS:
            self._formula.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        super().end(tag)
        ended, self._now = tag.rpartition("}")[2], ""
        if ended in self._FORMULAS:
            formula, self._formula = "".join(self._formula), []
            self.lines += [formula] if '"' in formula else []  # only then there are words in it
        if ended == "c" and self._value:
            known = self._shared if self._kind == "s" and self._shared is not None else None
            at = int(self._value) if known is not None and self._value.isdecimal() else -1
            self._here.append(known[at] if known is not None and 0 <= at < len(known) else self._value)
        if ended in self._CELLS:
            self._here.append("\t")
        if ended in self._LINES or ended in self._PROPERTIES or ended == "author":
            said, self._here = "".join(self._here), []
            if ended.endswith(("Header", "Footer")):
                said = _CODES.sub(" ", said)
            (self.authors if ended in ("creator", "lastModifiedBy", "author", "Manager") else self.lines).append(said)
            if ended == "si" and self._shared is not None:
                self._shared.append(said)

    def close(self) -> None:
        """The part is over; what stands in no line is one."""
        if self._here:
            self.lines.append("".join(self._here))


_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Z])')
"""What stands for fonts, places and page numbers in the header of a sheet."""


class _Everything(Skeleton):
    """Takes every text of a part, and every value that stands in one: for parts in which any element may hold words."""

    _VALUES = ("v", "name", "caption", "sourceName")

    def __init__(self, *, all_values: bool) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._all = all_values
        self._here: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        super().start(tag, attributes)
        self._said()
        self.lines += [said for name, said in attributes.items() if self._all or name.rpartition("}")[2] in self._VALUES]

    def data(self, data: str) -> None:
        """Text."""
        self._here.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        super().end(tag)
        self._said()

    def _said(self) -> None:
        """Keeps the text so far, as a line."""
        said, self._here = "".join(self._here).strip(), []
        if said:
            self.lines.append(said)


class _Links(Skeleton):
    """Takes what a document's parts lead to outside it: addresses of pages, mail and files."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """One relation."""
        super().start(tag, attributes)
        if attributes.get("TargetMode") == "External":
            self.lines.append(attributes.get("Target", ""))


_PART = re.compile(r"(word|xl|ppt|docprops)/.*\.xml\Z|.*\.psmdcp\Z")
_WHOLLY = re.compile(
    r"(customxml/(?!.*itemprops).*|(word|xl|ppt)/(charts/(?!colors|style)|(?:customxml|pivotcache|externallinks|querytables|slicers|tags)/).*|"
    r"docprops/custom)\.xml\Z|xl/connections\.xml\Z"
)
"""Parts in which any element may hold words."""
_IN_ATTRIBUTES = ("customxml/", "ppt/tags/", "xl/connections", "xl/querytables/")
"""Those of them in which words stand in attributes, too."""
_LINKS = re.compile(r"(.*/)?_rels/[^/]*\.rels\Z")
_NAMED = (
    (re.compile(r"customxml/.*"), "the data kept in it"),
    (re.compile(r"(?:word|xl|ppt)/charts/.*"), "a chart"),
    (re.compile(r"xl/(?:pivotcache|externallinks|querytables|slicers)/.*"), "the copy of a table"),
    (re.compile(r"word/people\.xml|xl/persons/.*"), "the list of authors"),
    (re.compile(r"ppt/notesslides/notesslide(\d+)\.xml"), "the notes of slide {}"),
    (re.compile(r"ppt/slides/slide(\d+)\.xml"), "slide {}"),
    (re.compile(r"ppt/(?:slidelayouts|slidemasters|notesmasters|handoutmasters)/.*"), "what stands on every slide"),
    (re.compile(r"xl/worksheets/sheet(\d+)\.xml"), "sheet {}"),
    (re.compile(r"xl/workbook\.xml"), "the names of sheets"),
    (re.compile(r"(?:word|xl|ppt)/.*comment.*\.xml|ppt/authors\.xml"), "a comment"),
    (re.compile(r"word/header\d*\.xml"), "the header"),
    (re.compile(r"word/footer\d*\.xml"), "the footer"),
    (re.compile(r"docprops/.*\.xml|.*\.psmdcp"), "the properties"),
)
_LEFT = (
    "theme",
    "styles",
    "websettings",
    "fonttable",
    "presprops",
    "viewprops",
    "calcchain",
)
_PICTURE = re.compile(r"((word|xl|ppt)/media|docprops)/[^/]*\.(jpe?g|png|gif|tiff?|webp|bmp|emf|wmf|wdp|svg|ico)\Z")
_FILE = re.compile(r"(word|xl|ppt)/(embeddings|media)/[^/]+\Z")
_SHARED = "xl/sharedstrings.xml"
_SILENT = re.compile(
    r"\[content_types\]\.xml\Z|.*/\Z|customxml/(.*/)?itemprops[^/]*\.xml\Z|(.*/)?printersettings/[^/]*\.bin\Z|.*\.(odttf|fntdata|ttf)\Z"
)
"""Parts that hold no words of anybody's: lists, folders, what a printer is set to, letters."""
_PAGES, _MAILS, _PLAIN = (".htm", ".html", ".xhtml"), (".mht", ".mhtml"), (".txt", ".csv", ".json")


def office(data: bytes, kind: str, taking: Taking) -> Iterator[Passage]:
    """Every part of an office document that holds words; one that cannot be read spoils nothing else. Raises what `zipfile` raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in archive.namelist()}
        parts = [name for name in names if _is_text(name)]
        shared: list[str] = []
        for name in sorted(parts, key=lambda name: (name != _SHARED, name)):
            if not taking.reads(archive.getinfo(names[name]).file_size):
                break
            try:
                yield from _said(name, part(archive, names[name]), shared)
            except (Wrong, zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
                taking.whole = False
        yield from _inside(archive, names, taking)
        for name, written in sorted(names.items()):
            if not (_is_known(name) or taking.reads(archive.getinfo(written).file_size)):
                break
            try:
                yield from () if _is_known(name) else _other(name, part(archive, written), taking)
            except (Wrong, zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
                taking.whole = False


def _is_known(name: str) -> bool:
    """Whether a part is read by its name, or known to hold no words."""
    if _is_text(name) or _PICTURE.match(name) or _FILE.match(name) or _SILENT.match(name):
        return True
    return _PART.match(name) is not None  # what of those is left holds how things look


def _other(name: str, data: bytes, taking: Taking) -> Iterator[Passage]:
    """A part that no rule knows: a page, mail or text that was put in whole, an older drawing, XML; of else, a file. Raises `Wrong`."""
    if name.endswith(_PAGES):
        yield Passage("the text", without_tags(decoded(data)))
    elif name.endswith(_MAILS):
        taking.whole = taking.whole and b"base64" not in data
        yield Passage("the text", without_tags(decoded(quopri.decodestring(data))))
    elif name.endswith(_PLAIN):
        yield Passage("the text", decoded(data))
    elif name.endswith(".vml"):
        text = decoded(data)
        said = [html.unescape(found[1]) for found in _SAID_IN_DRAWING.finditer(text)]
        yield Passage("a drawing", "\n".join([without_tags(_WHOLE_TAG.sub(" ", text)), *said]))
    elif data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<":
        every = _Everything(all_values=True)
        read_xml(data, every)
        yield Passage("the data kept in it", "\n".join(every.lines))
    else:
        taking.whole = taking.whole and not data.startswith(_RICH)
        yield from taking.inside(data, "an embedded file", pictured=by_first_bytes(data).type in PICTURES)


_RICH = b"{\\rtf"
"""How a text begins whose words may be parted by what they look like."""
_SAID_IN_DRAWING = re.compile(r"""\s(?:alt|title|string|href)\s?=\s?["']([^"'<>]*)""")
_WHOLE_TAG = re.compile(r"<[^<>]*>")


def _is_text(name: str) -> bool:
    """Whether a part may hold words."""
    if _WHOLLY.match(name) or _LINKS.match(name):
        return True
    return _PART.match(name) is not None and not any(left in name for left in _LEFT)


def _said(name: str, data: bytes, shared: list[str]) -> Iterator[Passage]:
    """The passages of one part. Raises `Wrong`."""
    where = next((said.format(*found.groups()) for shape, said in _NAMED if (found := shape.match(name))), "the text")
    if _LINKS.match(name):
        links = _Links()
        read_xml(data, links)
        yield Passage("a link", "\n".join(links.lines))
        return
    if _WHOLLY.match(name):
        every = _Everything(all_values=name.startswith(_IN_ATTRIBUTES))
        read_xml(data, every)
        yield Passage(where, "\n".join(every.lines))
        return
    words = _Words(shared if name.startswith("xl/") else None)
    read_xml(data, words)
    if name != _SHARED:
        yield Passage(where, "\n".join(words.lines))
    yield Passage(where, "\n".join(words.authors), author=True)
    yield Passage("a tracked change", "\n".join(words.changed), author=True)


def _inside(archive: zipfile.ZipFile, names: Mapping[str, str], taking: Taking) -> Iterator[Passage]:
    """What stands in the files that lie in a document, and beside the pictures in it."""
    for name, written in sorted(names.items()):
        pictured = _PICTURE.match(name) is not None
        if pictured or _FILE.match(name):
            where = "a picture" if pictured else "an embedded file"
            try:
                yield from taking.inside(_member(archive, written), where, pictured=pictured)
            except (Wrong, zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
                taking.whole = False


_MOST_MEMBER = 50_000_000


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file in a document. Raises `Wrong` when it is larger than is looked at, and what `zipfile` raises."""
    with archive.open(name) as member:
        data = member.read(_MOST_MEMBER + 1)
    if len(data) > _MOST_MEMBER:
        raise Wrong("unknown", "a file in it is larger than can be looked at")
    return data


_MOST_PICTURES = 200


def holds_a_place(data: bytes) -> bool:
    """Whether a picture in an office document says where it was taken. Raises what `zipfile` raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pictures = [info.filename for info in archive.infolist() if _is_photo(info)]
        return any(_placed(_member(archive, name)) for name in pictures[:_MOST_PICTURES])


def _is_photo(info: zipfile.ZipInfo) -> bool:
    """Whether a file in a document is a picture that is looked at."""
    name = info.filename.replace("\\", "/").lstrip("/").casefold()
    return _PICTURE.match(name) is not None and info.file_size <= _MOST_MEMBER


def _placed(data: bytes) -> bool:
    """Whether the bytes are a picture that says where it was taken."""
    kind = by_first_bytes(data).type
    return kind in PICTURES and says_where(data, kind)
