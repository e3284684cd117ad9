"""Pack the built site into one zip, to hand on or to put on a stick: unpacked, it needs no server.

    python tools/dist.py

The same site gives the same zip: files in order, one date for all, no owner.
"""

import zipfile
from pathlib import Path

from nnbook import __version__

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
PACKED = {".webp", ".woff", ".woff2", ".png", ".whl"}  # compressing these again saves nothing


def pack(site, target):
    """Write the files below `site` into the zip `target`, in a folder of its name; return their number."""
    files = sorted(path for path in site.rglob("*") if path.is_file() and path.name != ".buildinfo")
    if not files:
        raise FileNotFoundError(f"{site} holds no site: build the book first, with `make book`")
    partial = target.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", compresslevel=9) as archive:
        for path in files:
            entry = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(site).as_posix()}")  # of 1980
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix; may be read by all
            kind = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compress_type=kind)
    partial.replace(target)
    return len(files)


if __name__ == "__main__":
    zipped = SITE.parent / f"nnbook-{__version__}.zip"
    number = pack(SITE, zipped)
    print(f"{number} files, {zipped.stat().st_size / 1e6:.1f} MB: {zipped}")
