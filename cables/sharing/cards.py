"""
Preview cards: the picture that a link shows elsewhere, drawn from public words alone.
1200 × 630 pixels; the smallest letters are still legible at a quarter of that.
"""

import io
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from .citations import one_line

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 64
PAPER, INK, SOFT, RULE = "#fbfaf6", "#1d1c1a", "#5d594f", "#d9d4c7"
COLOURS = {"S": "#981a1a", "C": "#244d8a", "U": "#2c5a37"}  # by the first letter
LONGEST = 700  # characters that are looked at: more never fit
STEPS = (76, 68, 60, 54, 48)  # sizes of the main words, the largest that fits


class Card(NamedTuple):
    reference_id: str
    classification: str
    words: str  # the subject, or what a paragraph says
    above: str  # what stands over the words: "¶3 of THE HARBOUR TALKS", or nothing
    below: str  # post and date
    site: str


def card_of(work, text=""):
    """Return the card of a work; with a text, of a passage that says it."""
    day = f"{work.day.day} {work.day:%B} {work.day.year}"
    place = work.place("¶", "¶¶")
    return Card(
        reference_id=work.reference_id,
        classification=work.classification,
        words=one_line(text)[:LONGEST] or work.title[:LONGEST],
        above=f"{place}, {work.title}" if text else "",
        below=f"{work.author}, {day}",
        site=work.site,
    )


def draw(card):
    """Return a card as the bytes of a PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    _head(pen, card)
    top = 168
    if card.above:
        font = _font("Semibold", 38)
        pen.text((MARGIN, top), _cut(card.above, font, _room()), fill=SOFT, font=font)
        top += 64
    font, lines = _fitted(card.words, HEIGHT - 150 - top, bold=not card.above)
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * _step(font)), line, fill=INK, font=font)
    _foot(pen, card)
    kept = io.BytesIO()
    image.quantize(64).save(kept, "PNG")
    return kept.getvalue()


def _head(pen, card):
    font, stamp = _font("Bold", 44), _font("Bold", 34)
    label = card.classification.upper()
    colour = COLOURS[card.classification[0]]
    wide = pen.textlength(label, font=stamp)
    room = _room() - wide - 90
    pen.text((MARGIN, 56), _cut(card.reference_id, font, room), fill=INK, font=font)
    box = (WIDTH - MARGIN - wide - 40, 54, WIDTH - MARGIN, 114)
    pen.rectangle(box, outline=colour, width=5)
    pen.text((box[0] + 20, 63), label, fill=colour, font=stamp)
    pen.line((MARGIN, 138, WIDTH - MARGIN, 138), fill=INK, width=4)


def _foot(pen, card):
    font, bold = _font("Regular", 38), _font("Bold", 38)
    wide = pen.textlength(site := _cut(card.site, bold, 420), font=bold)
    pen.line((MARGIN, 528, WIDTH - MARGIN, 528), fill=RULE, width=3)
    below = _cut(card.below, font, _room() - wide - 40)
    pen.text((MARGIN, 548), below, fill=SOFT, font=font)
    pen.text((WIDTH - MARGIN - wide, 548), site, fill=INK, font=bold)


def _room():
    return WIDTH - 2 * MARGIN


def _step(font):
    return round(font.size * 1.18)


@cache
def _font(weight, size):
    folder = files("font_source_serif_pro") / "files"
    return ImageFont.truetype(str(folder / f"SourceSerifPro-{weight}.ttf"), size)


def _fitted(text, height, *, bold):
    """Return (font, lines) of the largest letters in which a text fits, or its begin."""
    for size in STEPS:
        font = _font("Semibold" if bold else "Regular", size)
        lines, most = _lines(text, font), height // _step(font)
        if len(lines) <= most:
            return font, lines
    kept = lines[:most]
    return font, [*kept[:-1], _cut(f"{kept[-1]} {lines[most]}", font, _room())]


def _lines(text, font):
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _room():
            lines[-1] = longer
        else:
            lines.append(_cut(word, font, _room()))
    return [line for line in lines if line]


def _cut(text, font, room):
    """Return a text, or as much of it as has room, with a sign that more follows."""
    if font.getlength(text) <= room:
        return text
    text = text[:200]
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip(' .,')}…"
