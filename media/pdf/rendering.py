"""Django template → HTML → PDF."""

import html as html_escapes
import io
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy
from xhtml2pdf.default import DEFAULT_CSS
from xhtml2pdf.document import pisaDocument

from media.pdf.errors import MissingGlyphs, RenderFailed
from media.pdf.fonts import registered_fonts, undrawable

logger = logging.getLogger(__name__)


def render(template_name: str, context: dict[str, Any]) -> bytes:
    """A PDF of the Django template with this context; see `render_html` for what is raised."""
    return render_html(render_to_string(template_name, context))


def render_html(html: str) -> bytes:
    """A PDF of one HTML document. Nothing is fetched: images must be data URIs.

    Raises MissingGlyphs, FontsMissing or RenderFailed (all PdfError).
    """
    fonts = registered_fonts()
    missing = "".join(undrawable(html_escapes.unescape(html), fonts.coverage))
    if missing:
        raise MissingGlyphs(missing)
    output = io.BytesIO()
    result = pisaDocument(
        html,
        dest=output,
        default_css=DEFAULT_CSS + f"html {{ font-family: {fonts.css_family}; }}",
        resource_policy=ResourceAccessPolicy.server(None, allow_remote=False),
    )
    if result.err or result.warn:
        raise RenderFailed(_("The PDF could not be made."), [str(entry) for entry in result.log])
    return output.getvalue()
