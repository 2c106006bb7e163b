"""Small pictures of evidence: what they show, what goes along with them, and that each is made once."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import files
import pytest
from conftest import ROOT
from PIL import Image

from simcred.inspect.previews import Previews, preview
from simcred.inspect.room import Room, room
from simcred.memory import CacheFolder
from simcred.model.contents import Content, Preview
from simcred.model.tree import Digests
from simcred.snapshot.folder import FolderTree
from simcred.snapshot.memory import MemoryTree

EXAMPLE = ROOT / "example-portfolio"
SHOWN = sorted(path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*") if path.suffix in (".jpg", ".png", ".pdf"))


def of(data: bytes) -> tuple[Preview, Image.Image]:
    """The picture of a file, and the same opened."""
    made = Previews(None).of(MemoryTree({"a": data}), "a")
    assert made is not None
    image = Image.open(io.BytesIO(made.data))
    assert image.size == (made.width, made.height)
    assert made.media_type == f"image/{(image.format or '').lower()}"
    return made, image


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("name", SHOWN)
def test_the_examples_pictures(name: str) -> None:
    made, image = of((EXAMPLE / name).read_bytes())
    assert max(image.size) == 720
    assert len(made.data) < 100_000
    assert image.convert("L").getextrema()[0] < 200, "there is something on it"


def test_what_is_said_beside_a_photo_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ana Rivera"
    exif.get_ifd(0x8825)[1] = "N"
    photo = Image.effect_noise((1500, 900), 60).convert("RGB")
    data = saved(photo, "JPEG", exif=exif, comment=b"Jayden", icc_profile=b"profile of a phone")
    made, image = of(data)
    assert not image.getexif()
    assert not set(image.info) & {"exif", "icc_profile", "comment", "xmp"}
    assert not [word for word in (b"Rivera", b"Jayden", b"profile of", b"Exif") if word in made.data]


def test_a_photo_is_turned_as_it_says() -> None:
    photo = Image.new("RGB", (800, 400), "white")
    photo.paste("black", (0, 0, 400, 400))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    _, image = of(saved(photo, "JPEG", exif=exif))
    assert image.size == (360, 720)
    grey = image.convert("L")
    assert grey.getpixel((180, 50)) < 60 < 200 < grey.getpixel((180, 670))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_can_be_seen_through_lies_on_white(mode: str) -> None:
    drawing = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    drawing.paste((255, 0, 0, 255), (0, 0, 50, 100))
    _, image = of(saved(drawing.convert(mode), "PNG"))
    assert image.convert("RGB").getpixel((80, 50)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "CMYK", "RGB"])
def test_pictures_of_every_sort(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    plain = Image.linear_gradient("L").resize((900, 300))
    picture = plain.convert(mode) if mode != "I;16" else plain.convert("I").point(lambda value: value * 257).convert("I;16")
    _, image = of(saved(picture, kind))
    low, high = image.convert("L").getextrema()
    assert low < 40
    assert high > 215


def test_lines_are_kept_as_png_and_photos_as_jpeg() -> None:
    photo = Image.effect_noise((900, 700), 80).convert("RGB")
    assert of(saved(photo, "PNG"))[0].media_type == "image/jpeg"
    drawing = Image.new("RGB", (900, 700), "white")
    for at in range(0, 900, 60):
        drawing.paste("black", (at, 0, at + 3, 700))
    assert of(saved(drawing, "PNG"))[0].media_type == "image/png"
    assert of(files.pdf("words"))[0].media_type == "image/png"


def test_what_few_colours_would_spoil_is_kept_as_jpeg_though_it_is_larger() -> None:
    """Light that fades slowly, as on a wall: in few colours it would be small, and would be seen to have steps."""
    fading = Image.linear_gradient("L").resize((700, 500))
    across = Image.linear_gradient("L").rotate(90).resize((700, 500))
    wall = Image.merge("RGB", [fading, across, Image.radial_gradient("L").resize((700, 500))])
    made, _ = of(saved(wall, "PNG"))
    assert made.media_type == "image/jpeg"
    steps = io.BytesIO()
    wall.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(steps, "PNG", optimize=True)
    assert len(steps.getvalue()) < len(made.data)


def test_small_pictures_are_not_blown_up() -> None:
    assert of(files.picture("JPEG", size=(48, 36)))[1].size == (48, 36)


def test_the_same_bytes_every_time() -> None:
    for name in SHOWN[:4]:
        data = (EXAMPLE / name).read_bytes()
        pictures = []
        for _ in range(2):
            mine = Room()
            answer = mine.draw(data, Content(name.rpartition(".")[2]))
            mine.close()
            assert answer is not None
            pictures.append(answer.preview)
        assert pictures[0] == pictures[1] is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        files.docx(),
        files.pdf()[:200],
        files.picture("JPEG")[:300],
        files.recording(),
        bytes(100),
        b"%PDF-1.4\n%%EOF",
    ],
    ids=range(8),
)
def test_what_cannot_be_shown_has_no_picture_and_breaks_nothing(data: bytes) -> None:
    assert Previews(None).of(MemoryTree({"a": data}), "a") is None


def test_there_is_no_picture_of_what_is_not_there() -> None:
    assert Previews(None).of(MemoryTree({}), "gone.pdf") is None


@pytest.mark.parametrize("content", [Content("pdf", "damaged"), Content("txt"), Content("heic")])
def test_only_whole_photos_drawings_and_pdfs_are_drawn(content: Content) -> None:
    assert preview(files.pdf(), content) is None


def test_a_picture_is_made_once_and_kept_for_this_user_alone(tmp_path: Path) -> None:
    memory = CacheFolder(tmp_path / "cache")
    first = [Previews(memory).of(FolderTree(EXAMPLE), name) for name in SHOWN]
    assert all(first)
    room().close()
    assert [Previews(memory).of(FolderTree(EXAMPLE), name) for name in SHOWN] == first
    assert room()._child is None, "nothing was drawn again"
    kept = list((tmp_path / "cache").iterdir())
    assert len(kept) == len(SHOWN)
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
        assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def test_that_there_is_no_picture_is_kept_too(tmp_path: Path) -> None:
    memory = CacheFolder(tmp_path / "cache")
    tree = MemoryTree({"a.pdf": files.pdf()[:200]})
    assert Previews(memory).of(tree, "a.pdf") is None
    room().close()
    assert Previews(memory).of(tree, "a.pdf") is None
    assert room()._child is None


def test_what_took_too_long_is_tried_once_more_and_then_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = CacheFolder(tmp_path / "cache")
    tree = MemoryTree({"a.pdf": files.pdf(), "b.pdf": files.pdf("another")})
    room().close()
    for name, tries in (("a.pdf", 1), ("b.pdf", 2)):
        for _ in range(tries):
            with monkeypatch.context() as hurried:
                hurried.setattr(room(), "_seconds", 0.0)
                previews = Previews(memory)
                assert previews.of(tree, name) is None
                assert previews.left == [name]
    assert Previews(memory).of(tree, "a.pdf") is not None
    room().close()
    previews = Previews(memory)
    assert previews.of(tree, "b.pdf") is None
    assert (previews.left, room()._child) == (["b.pdf"], None)


def test_after_three_that_took_too_long_no_more_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number}.pdf" for number in range(5)]
    tree = MemoryTree({name: files.pdf(name) for name in names})
    asked: list[bytes] = []
    monkeypatch.setattr(Room, "draw", lambda _self, data, _content: asked.append(data))
    previews = Previews(None)
    assert [previews.of(tree, name) for name in names] == [None] * 5
    assert len(asked) == 3
    assert previews.left == names


def test_pictures_that_would_make_the_page_too_large_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = MemoryTree({"a.pdf": files.pdf(), "b.pdf": files.pdf()})
    size = len(of(files.pdf())[0].data)
    monkeypatch.setattr("simcred.inspect.previews._MOST_SHOWN", 2 * size - 1)
    previews = Previews(None)
    assert previews.of(tree, "a.pdf") is not None
    assert previews.of(tree, "b.pdf") is None
    assert previews.left == ["b.pdf"]


def test_the_picture_of_another_file_is_neither_shown_nor_kept(tmp_path: Path) -> None:
    """A file that was put in its place since the folder was looked at."""
    memory = CacheFolder(tmp_path / "cache")
    red, blue = (saved(Image.new("RGB", (900, 700), colour), "PNG") for colour in ("red", "blue"))
    tree = Swapped({"a.png": red}, {"a.png": blue})
    assert Previews(memory).of(tree, "a.png") is None
    assert not (tmp_path / "cache").exists()


class Swapped(MemoryTree):
    """A tree whose files are others by the time they are read."""

    def __init__(self, first: dict[str, bytes], then: dict[str, bytes]) -> None:
        super().__init__(first)
        self._then = MemoryTree(then)

    def read_digested(self, path: str, limit: int) -> tuple[bytes, Digests]:
        return self._then.read_digested(path, limit)


def test_a_spoiled_picture_is_made_anew(tmp_path: Path) -> None:
    memory = CacheFolder(tmp_path / "cache")
    tree = MemoryTree({"a.pdf": files.pdf()})
    first = Previews(memory).of(tree, "a.pdf")
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert Previews(memory).of(tree, "a.pdf") == first
    memory.keep(kept.name, b"no picture")
    assert Previews(memory).of(tree, "a.pdf") == first
