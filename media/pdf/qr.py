"""QR codes as data URIs, which a PDF can embed without reading a file."""

import functools
import io

import segno


@functools.lru_cache(maxsize=4096)
def qr_data_uri(text: str, *, error: str = "m") -> str:
    """A PNG of `text` as `data:image/png;base64,…`, 4 modules of quiet zone included.

    One pixel a module: print it at the size you like with `-pdf-…`-free CSS `width`/`height`
    (2 cm and more reads well from paper). `error` is the QR correction level l, m, q or h.
    Raises ValueError when `text` is too long for a QR code (about 2,300 bytes at level m).
    """
    return segno.make_qr(text, error=error).png_data_uri(scale=4)
