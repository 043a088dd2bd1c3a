"""PDF documents: `render(template_name, context)`, `render_html(html)`, `qr_data_uri(text)`."""

from media.pdf.checks import register_checks
from media.pdf.errors import FontsMissing, MissingGlyphs, PdfError, RenderFailed
from media.pdf.qr import qr_data_uri
from media.pdf.rendering import render, render_html

__all__ = [
    "FontsMissing",
    "MissingGlyphs",
    "PdfError",
    "RenderFailed",
    "qr_data_uri",
    "register_checks",
    "render",
    "render_html",
]
