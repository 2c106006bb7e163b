"""The class's unit map on the whiteboard (JPEG)."""

from __future__ import annotations

from dataclasses import replace

from PIL import ImageFilter

from example.hand import Pen, centred, hand_box, hand_line, write
from example.picture import Picture, Point, grain, jpeg, shade, smooth

BLUE, GREEN, RED, BLACK = (36, 74, 150), (30, 112, 76), (186, 44, 44), (44, 46, 54)
MARKER = Pen(colour=BLACK, size=21, width=3.4, shake=0.4, slant=0.06)


def leaning(point: Point) -> Point:
    """Places a point of the whiteboard (1120 by 720) in the photograph, taken from slightly left and below."""
    u, v = point[0] / 1120, point[1] / 720
    left = (92 + 4 * v, 82 + 770 * v)
    right = (1206 - 10 * v, 112 + 716 * v)
    return left[0] + (right[0] - left[0]) * u, left[1] + (right[1] - left[1]) * u


def whiteboard_jpg() -> bytes:
    """The class's unit map on a whiteboard, in an empty room."""
    picture = Picture((1280, 960), (196, 190, 176), scale=3, place=leaning)
    board(picture)
    board_head(picture)
    board_map(picture)
    board_questions(picture)
    image = picture.finished().filter(ImageFilter.BoxBlur(0.6))
    image = shade(image, [[214, 236, 240, 220], [238, 255, 252, 234], [232, 252, 246, 226], [198, 222, 216, 192]])
    return jpeg(grain(image, 4), 74)


def board(picture: Picture) -> None:
    """The board itself: frame, surface, old smears, tray and markers."""
    for x0, y0, x1, y1, colour in (
        (-16, -14, 1136, 736, (138, 140, 142)),
        (-6, -6, 1126, 727, (176, 178, 180)),
        (0, 0, 1120, 720, (244, 245, 243)),
    ):
        picture.fill([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)
    for x, y, length in ((60, 640, 240), (700, 690, 300), (900, 40, 160), (480, 655, 130)):
        picture.stroke(smooth([(x, y), (x + length / 2, y - 9), (x + length, y + 4)], 12), 15, (239, 240, 239))
    picture.fill([(90, 742), (1030, 742), (1030, 764), (90, 764)], (122, 124, 126))
    picture.fill([(90, 742), (1030, 742), (1030, 748), (90, 748)], (160, 162, 164))
    for x, colour in ((210, BLACK), (330, BLUE), (452, GREEN), (815, RED)):
        picture.fill([(x, 731), (x + 84, 731), (x + 84, 744), (x, 744)], (228, 228, 226))
        picture.fill([(x + 58, 731), (x + 84, 731), (x + 84, 744), (x + 58, 744)], colour)
    picture.fill([(610, 716), (716, 716), (716, 744), (610, 744)], (64, 66, 74))


def board_head(picture: Picture) -> None:
    """Top row: last unit, the unit in its box, next unit."""
    write(picture, replace(MARKER, size=17), (30, 50), "Unit Organizer")
    write(picture, replace(MARKER, size=17), (964, 50), "Sept 24")
    small = replace(MARKER, size=18, width=3)
    centred(picture, small, (120, 122), "last unit:\nCells")
    centred(picture, small, (1004, 122), "next unit:\nPopulations")
    hand_box(picture, MARKER, (262, 66), (596, 132))
    centred(picture, replace(MARKER, size=23, width=3.8), (560, 112), "Energy and matter in ecosystems")
    about = "is about how living things get,\nuse and pass on both"
    centred(picture, replace(MARKER, size=17, width=2.8), (560, 148), about)


BOARD_BRANCHES = [
    (20, 196, "is captured\nby", "Photo-\nsynthesis", "leaves\nlight > sugar"),
    (236, 196, "is released\nby", "Cellular\nrespiration", "not just\nbreathing!"),
    (668, 196, "moves\nthrough", "Food\nwebs", "who gives\nenergy to who"),
    (888, 196, "is used\nagain by", "Recyclers", "worms, fungi\nbacteria"),
]
BOARD_VERBS = [(132, 256), (304, 306), (812, 302), (992, 256)]


def board_map(picture: Picture) -> None:
    """The branches; the crossed-out fifth one is what the class decided."""
    for index, (x, width, verb, topic, detail) in enumerate(BOARD_BRANCHES):
        middle = x + width / 2
        hand_line(picture, MARKER, (350 + index * 140, 202), (middle, 352))
        centred(picture, replace(MARKER, colour=BLUE, size=18, width=3.2), BOARD_VERBS[index], verb)
        hand_box(picture, replace(MARKER, colour=GREEN), (x, 356), (width, 84))
        rows = topic.count("\n")
        centred(picture, replace(MARKER, size=22), (middle, 410 - rows * 16), topic)
        centred(picture, replace(MARKER, size=16, width=2.8), (middle, 474), detail)
    crossed_out(picture)


def crossed_out(picture: Picture) -> None:
    """The teacher's box for food chains, struck out in red."""
    hand_box(picture, replace(MARKER, colour=(120, 160, 140)), (466, 362), (170, 70))
    centred(picture, replace(MARKER, size=20, colour=(96, 98, 104)), (551, 404), "Food chains")
    red = replace(MARKER, colour=RED, width=4.4)
    hand_line(picture, red, (456, 350), (646, 444))
    hand_line(picture, red, (646, 350), (456, 444))
    centred(picture, replace(red, size=15, width=2.8), (551, 468), "one path\nin a web")


def board_questions(picture: Picture) -> None:
    """The questions at the foot of the board."""
    hand_line(picture, MARKER, (30, 538), (1090, 538))
    write(picture, replace(MARKER, size=19), (36, 574), "Questions")
    lines = [
        "1. How does a plant make food from air, water and light?",
        "2. How do living things get energy out of food?",
        "3. Why are there fewer hawks than grasshoppers?",
        "4. What if a field had no recyclers?",
    ]
    for row, line in enumerate(lines):
        write(picture, replace(MARKER, size=17, width=2.9), (56, 608 + row * 30), line)
