"""Make the PNG files of drawings small: few colors, one byte a pixel. Used by draw_og.py."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def small_png(png: bytes, colors: int = 64) -> bytes:
    """Return an 8-bit RGBA PNG with its most frequent colors only; every other color becomes the nearest of them.

    Transparency is dropped: it is for opaque drawings.
    """
    pixels = read_pixels(png)[:, :, :3].astype(np.int32)
    packed = pixels[:, :, 0] << 16 | pixels[:, :, 1] << 8 | pixels[:, :, 2]
    found, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    shades = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    palette = shades[np.sort(np.argsort(-counts, kind="stable")[:colors])]
    nearest = np.argmin(((shades[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2), axis=1)
    return write_indexed(nearest[where].reshape(packed.shape).astype(np.uint8), palette.astype(np.uint8))


def read_pixels(png: bytes) -> np.ndarray:
    """Return the pixels of an 8-bit RGBA PNG without interlace, as rows x columns x 4."""
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlace = struct.unpack(">IIBBBBB", chunks[0][1])
    if (depth, kind, interlace) != (8, 6, 0):
        raise ValueError("not an 8-bit RGBA PNG without interlace")
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows, before, size = [], bytearray(width * 4), width * 4 + 1
    for start in range(0, height * size, size):
        before = _unfilter(data[start], bytearray(data[start + 1 : start + size]), before)
        rows.append(before)
    return np.frombuffer(b"".join(rows), np.uint8).reshape(height, width, 4)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and body of each chunk."""
    place = len(_SIGNATURE)
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += size + 12


def _unfilter(kind: int, row: bytearray, above: bytearray) -> bytearray:
    """Undo the filter of one row (PNG specification, section 9), four bytes a pixel."""
    for place in range(len(row)):
        left = row[place - 4] if place >= 4 else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above[place]
        elif kind == 3:
            guess = (left + above[place]) // 2
        elif kind == 4:
            guess = _paeth(left, above[place], above[place - 4] if place >= 4 else 0)
        else:
            return row
        row[place] = (row[place] + guess) & 255
    return row


def _paeth(left: int, above: int, corner: int) -> int:
    """Return which of three neighbors is nearest to left + above - corner."""
    near = left + above - corner
    return min((left, above, corner), key=lambda value: abs(near - value))


def write_indexed(indexes: np.ndarray, palette: np.ndarray) -> bytes:
    """Return a PNG of one byte a pixel: the number of its color in the palette."""
    height, width = indexes.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), indexes]).tobytes()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), (b"PLTE", palette.tobytes()),
              (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
                                 for name, body in chunks)
