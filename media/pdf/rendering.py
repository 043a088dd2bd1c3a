"""Django template → HTML → PDF."""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import reportlab.rl_config
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from xhtml2pdf.config.resources import RenderLimitError
from xhtml2pdf.default import DEFAULT_CSS
from xhtml2pdf.document import pisaDocument

from media.pdf.errors import MissingGlyphs, RenderFailed
from media.pdf.findings import Findings
from media.pdf.fonts import families_for
from media.pdf.limits import MAX_SPAN, POLICY, widest_span
from media.pdf.text import visible_characters, without_invisible

# Same input, same bytes: no random file identifier, and the time only as the caller says.
reportlab.rl_config.invariant = 1
# Plain binary streams instead of ASCII85: a fifth faster and a fifth smaller.
reportlab.rl_config.useA85 = 0

_STAMP = re.compile(rb"/(CreationDate|ModDate) \(D:20000101000000\+00'00'\)")


def render(
    template_name: str, context: Mapping[str, Any], *, made_at: datetime | None = None
) -> bytes:
    """A PDF of the Django template with this context; see `render_html`."""
    return render_html(render_to_string(template_name, dict(context)), made_at=made_at)


def render_html(html: str, *, made_at: datetime | None = None) -> bytes:
    """A PDF of one HTML document that our own templates wrote; pictures must be data URIs.

    `made_at` (aware) becomes the creation date in the file's properties, which stays empty
    without it. The same arguments give the same bytes.

    Raises MissingGlyphs when no font can draw a character, FontsMissing when the fonts are not
    installed, RenderFailed for anything else that the renderer even warns of: a blocked picture,
    CSS it can't read, a document too large, too deep or slower than `limits.POLICY` allows.
    """
    html = without_invisible(html)
    families, missing = families_for(visible_characters(html))
    if missing:
        raise MissingGlyphs(missing)
    if widest_span(html) > MAX_SPAN:
        raise RenderFailed(_("The PDF could not be made: a table has too many columns or rows."))

    css_families = ", ".join(family.name for family in families)
    css = f"{DEFAULT_CSS} html, pre, code, kbd, samp, tt {{ font-family: {css_families}; }}"
    output = io.BytesIO()
    with Findings() as findings:
        try:
            result = pisaDocument(
                html,
                dest=output,
                default_css=css,
                resource_policy=POLICY,
                capacity=-1,  # in memory: a document of names has no business in /tmp
            )
        except RenderLimitError as error:
            raise RenderFailed(
                _("The PDF could not be made: the document is too large."), [str(error)]
            ) from error
        except Exception as error:  # whatever a third-party renderer trips over
            raise RenderFailed(
                _("The PDF could not be made."), [f"{type(error).__name__}: {error}", *findings]
            ) from error
    if result.err or result.warn or findings:
        raise RenderFailed(_("The PDF could not be made."), findings)
    return _with_date(output.getvalue(), made_at)


def _with_date(pdf: bytes, made_at: datetime | None) -> bytes:
    """Put the date where the renderer wrote its fixed one; as long, so no offset moves."""

    def stamp(match: re.Match[bytes]) -> bytes:
        if made_at is None:
            return b" " * len(match[0])
        zone = made_at.strftime("%z")
        value = f"{made_at:D:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
        return b"/" + match[1] + b" (" + value.encode() + b")"

    return _STAMP.sub(stamp, pdf)
