"""The students' own pages: the form, and what two of them wrote on it (PNG, JPEG)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from example.hand import Pen, centred, write
from example.picture import Picture, Point, grain, jpeg, png, shade, smooth

PRINT = (70, 70, 74)
SHEET = (1200, 900)
SHEET_BRANCHES = [(36, 270), (322, 270), (608, 270), (894, 270)]
FONTS = Path(reportlab.__file__).parent / "fonts"


@dataclass(frozen=True)
class Page:
    """What one student wrote on the form; details and notes may have several lines."""

    student: str
    pen: Pen
    about: str
    verbs: Sequence[str]
    topics: Sequence[str]
    details: Sequence[str]
    answers: Sequence[str]
    note: str = ""
    word_bank: str = ""


S03 = Page(
    student="S03",
    pen=Pen(colour=(38, 52, 108), size=16, width=2.2, slant=0.16, shake=0.22),
    about="how energy moves on and matter goes round",
    verbs=["is captured by", "is released by", "moves through", "is used again by"],
    topics=["Photosynthesis", "Cellular respiration", "Food webs", "Recyclers"],
    details=[
        "green parts of plants\nin: CO2, water, light\nout: sugar + oxygen\nlight is stored\nin the sugar",
        "every cell, plants too!\nin: sugar + oxygen\nout: CO2 + water\nenergy to move, grow\nand keep warm",
        "arrow = gives energy to\nchain = one path\nonly 1/10 is passed on\nso few top predators\nthe rest is heat",
        "fungi, bacteria, worms\ntake dead things apart\nCO2 back to the air\nminerals to the soil\ngoes around",
    ],
    answers=[
        "Mostly from the air. The carbon in wood was CO2 before. The soil only gives minerals.",
        "At every step most of the energy is lost as heat, so less is left for the hawks.",
    ],
    note="matter goes around. energy does not, it leaves as heat",
)

S11 = Page(
    student="S11",
    pen=Pen(colour=(66, 66, 72), size=19, width=2.8, slant=0.0, shake=0.75, spacing=2.0),
    about="living things and energy",
    verbs=["captured by", "released by", "moves thru", "used again"],
    topics=["Photosinthesis", "Respiration", "Food webs", "Recyclers"],
    details=["sun > leaf > sugar", "air\nenergy", "grass > bug\n> bird > hawk", "worms eat\ndead stuf"],
    answers=["from the air and water I think", "not enuf energy left"],
    word_bank="captured     released     moves     used again     sugar     heat     leaf     web     worms",
)


def printed(picture: Picture, at: Point, text: str, *, size: int, bold: bool = False) -> None:
    """Sets printed type; `at` is its upper left corner."""
    font = ImageFont.truetype(FONTS / ("VeraBd.ttf" if bold else "Vera.ttf"), size * picture.scale)
    ImageDraw.Draw(picture.image).text(picture.pixel(at), text, font=font, fill=PRINT)


def ruled(picture: Picture, corner: Point, size: Point, *, width: float = 1.6) -> None:
    """A printed box."""
    (x, y), (w, h) = corner, size
    picture.stroke([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], width, PRINT)


def form(picture: Picture, page: Page) -> None:
    """The blank form that every student gets, with the strip that covers the name."""
    printed(picture, (36, 40), "Unit Organizer", size=24, bold=True)
    printed(picture, (300, 48), "My own copy", size=15)
    picture.fill([(860, 34), (1164, 34), (1164, 76), (860, 76)], (214, 214, 210))
    printed(picture, (878, 46), f"name covered: {page.student}", size=15, bold=True)
    ruled(picture, (250, 100), (700, 104))
    printed(picture, (264, 108), "Unit", size=11, bold=True)
    printed(picture, (264, 160), "is about", size=11, bold=True)
    for index, (x, width) in enumerate(SHEET_BRANCHES):
        picture.stroke([(390 + index * 140, 204), (x + width / 2, 280)], 1.6, PRINT)
        ruled(picture, (x, 320), (width, 260))
        picture.stroke([(x, 370), (x + width, 370)], 1, PRINT)
    printed(picture, (36, 660), "Unit questions", size=15, bold=True)
    for row, question in enumerate(("Where does the mass of a big tree come from?", "Why so few hawks?")):
        printed(picture, (36, 692 + row * 84), f"{row + 1}. {question}", size=13)
        picture.stroke([(60, 754 + row * 84), (1164, 754 + row * 84)], 1, (150, 150, 152))
    if page.word_bank:
        printed(picture, (36, 600), "Word bank", size=12, bold=True)
        printed(picture, (150, 600), page.word_bank, size=12)


def filled_in(picture: Picture, page: Page) -> None:
    """The student's writing on the form."""
    pen = page.pen
    centred(picture, replace(pen, size=pen.size * 1.25), (600, 146), "Energy and matter in ecosystems")
    write(picture, pen, (350, 186), page.about)
    for (x, width), verb, topic, detail in zip(SHEET_BRANCHES, page.verbs, page.topics, page.details, strict=True):
        centred(picture, replace(pen, size=pen.size * 0.95), (x + width / 2, 308), verb)
        centred(picture, replace(pen, size=pen.size * 1.05), (x + width / 2, 354), topic)
        for row, line in enumerate(detail.split("\n")):
            write(picture, replace(pen, size=pen.size * 0.87), (x + 14, 408 + row * pen.size * 2.2), line)
    for row, answer in enumerate(page.answers):
        write(picture, pen, (64, 748 + row * 84), answer)
    if page.note:
        write(picture, pen, (480, 622), page.note)


def cycle_arrow(picture: Picture, pen: Pen) -> None:
    """The arrow from respiration back to photosynthesis, which the student thought of."""
    picture.stroke(smooth([(430, 586), (400, 612), (280, 618), (190, 606), (168, 586)], 12), pen.width, pen.colour)
    picture.stroke([(160, 602), (168, 586), (186, 594)], pen.width, pen.colour)
    write(picture, replace(pen, size=13), (212, 640), "CO2 goes back")


def leaf_drawing(picture: Picture, pen: Pen) -> None:
    """A sun and a leaf, in the first box."""
    for points in (
        [(92, 462), (78, 476), (92, 490), (106, 476), (92, 462)],
        [(130, 540), (170, 500), (236, 496), (256, 510), (216, 552), (160, 560), (130, 540)],
        [(112, 556), (150, 542), (200, 524), (250, 510)],
        [(170, 534), (178, 514)],
        [(198, 525), (212, 506)],
        [(176, 533), (196, 550)],
        *([(110, 488), (136, 508)], [(116, 476), (148, 488)], [(98, 498), (112, 524)]),
        *([(92, 452), (92, 442)], [(70, 468), (60, 462)]),
    ):
        picture.stroke(smooth(points, 10), pen.width, pen.colour)


def s03_png() -> bytes:
    """The page of the student called S03, as a scan in sixteen colours."""
    picture = Picture(SHEET, (255, 255, 255))
    form(picture, S03)
    filled_in(picture, S03)
    cycle_arrow(picture, S03.pen)
    return png(picture.finished().quantize(16, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE))


def s11_jpg() -> bytes:
    """The page of the student called S11, photographed on a desk, a little askew."""
    picture = Picture(SHEET, (247, 246, 240))
    form(picture, S11)
    filled_in(picture, S11)
    leaf_drawing(picture, S11.pen)
    desk = Image.new("RGB", (2560, 1960), (166, 132, 96))
    desk.paste((128, 100, 72), (92, 96, 92 + 2400, 96 + 1800))
    desk.paste(picture.image, (80, 80))
    image = tilted(desk, 26).reduce(2).filter(ImageFilter.BoxBlur(0.5))
    image = shade(image, [[252, 255, 250, 236], [248, 255, 246, 228], [236, 246, 236, 214], [214, 226, 214, 190]])
    return jpeg(grain(image, 4), 72)


def tilted(image: Image.Image, run: int) -> Image.Image:
    """Turns the image a little by moving rows and then columns, in whole pixels, `run` at the far edge."""
    turned = Image.new("RGB", image.size, image.getpixel((0, 0)))
    for y in range(image.height):
        turned.paste(image.crop((0, y, image.width, y + 1)), (run // 2 - run * y // image.height, y))
    result = turned.copy()
    for x in range(image.width):
        result.paste(turned.crop((x, 0, x + 1, image.height)), (x, run * x // image.width - run // 2))
    return result
