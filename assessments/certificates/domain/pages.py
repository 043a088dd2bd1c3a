"""One page of a document: the words of its template filled in, and how large they are set."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.certificates.domain.codes import grouped, verification_url
from assessments.certificates.domain.shipped import SHIPPED
from assessments.certificates.domain.wording import values_of
from assessments.certificates.enums import CertificateKind
from assessments.certificates.models import Certificate
from assessments.certificates.rules import filled
from media.pdf import qr_data_uri

# Texts longer than this are set smaller, so that a page stays one page.
LONG_TEXT = 140
VERY_LONG_TEXT = 210
LONG_INSTITUTION = 20
# No text of a template or a person holds it: control characters never reach a document.
_NAME = "\x01"


def content_of(certificate: Certificate) -> dict[str, Any]:
    """The template that the certificate was issued with."""
    if certificate.version is None:
        return SHIPPED[CertificateKind.COURSE_COMPLETION]
    content: dict[str, Any] = certificate.version.content
    return content


def page_of(certificate: Certificate) -> dict[str, Any]:
    """What the PDF template needs of one certificate."""
    values = values_of(certificate)
    text = filled(content_of(certificate)["text"], {**values, "name": _NAME})
    written = len(text) + len(values["name"])
    return {
        "certificate": certificate,
        "lines": list(_lines(text, values["name"])),
        "issued_on": values["issued_on"],
        "code": grouped(certificate.code),
        "qr": qr_data_uri(verification_url(certificate.code)),
        "size": "smallest"
        if written > VERY_LONG_TEXT
        else "smaller"
        if written > LONG_TEXT
        else "",
        "long_institution": len(certificate.institution.name) > LONG_INSTITUTION,
    }


def _lines(text: str, name: str) -> Iterable[SafeString]:
    """Each line escaped, the holder's name in bold."""
    bold = format_html("<b>{}</b>", name)
    for line in text.split("\n"):
        if line.strip():
            yield format_html_join(bold, "{}", ((part,) for part in line.strip().split(_NAME)))
