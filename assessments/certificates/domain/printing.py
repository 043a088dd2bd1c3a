"""Whether a text can be printed: asked before a certificate is issued, not after."""

from django.utils.translation import gettext as _

from assessments.certificates.domain.errors import CertificatesRefused
from media.pdf.fonts import families_for
from media.pdf.text import without_invisible


def unprintable(*texts: str) -> str:
    """The characters that no font of this server has, each once, spaced; empty when all can be
    printed. Raises FontsMissing when there are no fonts at all."""
    _families, missing = families_for(without_invisible("".join(texts)))
    return " ".join(missing)


def require_printable(*texts: str) -> None:
    """Raise CertificatesRefused naming the characters that can't be printed."""
    missing = unprintable(*texts)
    if missing:
        raise CertificatesRefused(
            _("Nothing was issued. No font on this server can print %(characters)s.")
            % {"characters": missing}
        )
