"""Fonts with only the signs that the site shows: thousands of icons become a few kilobytes."""

import hashlib
import io
import logging

from fontTools import subset
from fontTools.ttLib import TTFont

KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # with the licence
ROOT = ord("√")
FEATURES = ["ccmp", "dtls", "flac", "kern", "liga", "locl", "mark", "mkmk", "ssty"]  # used unasked


def cut(path, text, cache):
    """Return the font at `path` as WOFF2 with the signs of `text` that it has, and what these may turn into.

    Parameters
    ----------
    path : Path
        Of a TrueType, OpenType or WOFF font.
    text : set of str
        Characters.
    cache : Path
        A folder where results stay for the next time.

    Returns
    -------
    bytes or None
        None if the font has none of the characters.
    """
    data = path.read_bytes()
    key = hashlib.sha256(data + "".join(sorted(text)).encode()).hexdigest()[:32]
    kept = cache / f"{key}.woff2"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".part")
        partial.write_bytes(_cut(data, text))
        partial.replace(kept)
    return kept.read_bytes() or None


def _cut(data, text):
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    wanted = {ord(sign) for sign in text} & set(font.getBestCmap())
    if not wanted:
        return b""
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # it tells of every table that it drops
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=KEPT_NAMES)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    if "MATH" in font and ROOT in wanted:
        _narrow_roots(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _narrow_roots(font):
    """Make tall root signs as wide as the lowest: Chromium leaves room for the widest behind every root."""
    lowest, variants = font.getBestCmap()[ROOT], font["MATH"].table.MathVariants
    built = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(lowest)]
    signs = {record.VariantGlyph for record in built.MathGlyphVariantRecord}
    signs |= {part.glyph for part in built.GlyphAssembly.PartRecords} if built.GlyphAssembly else set()
    widths, outlines = font["hmtx"], font["glyf"]
    for sign in signs - {lowest}:
        width, bearing = widths[sign]
        scale = widths[lowest][0] / width
        outlines[sign].coordinates.scale((scale, 1))
        outlines[sign].coordinates.toInt()
        outlines[sign].recalcBounds(outlines)
        widths[sign] = (widths[lowest][0], round(bearing * scale))
