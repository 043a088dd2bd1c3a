"""The printed certificates."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.certificates.domain.codes import grouped, verification_site, verification_url
from assessments.certificates.domain.errors import DocumentFailed
from assessments.certificates.models import Certificate, CertificateBatch
from media.jobs.progress import Progress, SilentProgress
from media.library.domain import store_private
from media.library.models import PrivateFile
from media.pdf import PdfError, qr_data_uri, render

TEMPLATE = "assessments/certificates/course_completion.html"

# Names and courses longer than this together are set smaller, so that a page stays one page.
LONG_TEXT = 70
VERY_LONG_TEXT = 140
LONG_INSTITUTION = 20


def make_batch_document(
    batch: CertificateBatch, *, progress: Progress | None = None
) -> PrivateFile:
    """The PDF of all valid certificates of the batch in one document; the stored one if there is.

    Raises DocumentFailed when it can't be made; the certificates stand nevertheless.
    """
    if batch.document is not None:
        return batch.document
    report = progress or SilentProgress()
    certificates = list(batch.certificates.standing().select_related("institution"))
    if not certificates:
        raise DocumentFailed(
            _("All certificates of this batch are revoked; there is no PDF to make.")
        )
    try:
        pages = []
        for number, certificate in enumerate(certificates, start=1):
            pages.append(_page(certificate))
            report(20 + 30 * number // len(certificates), _("Drawing QR codes"))
        report(50, _("Setting %(count)d pages") % {"count": len(pages)})
        content = _rendered(pages, made_at=batch.created_at)
    except PdfError as error:
        raise DocumentFailed(
            _(
                "The certificates are issued, but their PDF could not be made. Start again to "
                "make it; nobody gets a second certificate. %(reason)s"
            )
            % {"reason": error.args[0]}
        ) from error
    report(95, _("Storing the document"))
    code = batch.teaching_class.code
    stored = store_private(
        content,
        name=_("Certificates of %(class)s.pdf") % {"class": code},
        by=batch.issued_by,
        content_type="application/pdf",
    )
    kept = CertificateBatch.objects.filter(pk=batch.pk, document=None).update(document=stored)
    if not kept:  # somebody else was quicker with the same document
        stored.file.delete(save=False)
        stored.delete()
    batch.refresh_from_db(fields=["document"])
    assert batch.document is not None
    return batch.document


def certificate_document(certificate: Certificate) -> bytes:
    """The PDF of one certificate, as in its batch. Raises PdfError."""
    return _rendered([_page(certificate)], made_at=None)


def _rendered(pages: list[dict[str, Any]], *, made_at: datetime.datetime | None) -> bytes:
    # A certificate is Chinese, whatever language the person who issues it works in.
    with translation.override("zh-hans"):
        context = {
            "pages": pages,
            "institution": pages[0]["certificate"].institution.name,
            "site": verification_site(),
        }
        return render(TEMPLATE, context, made_at=made_at)


def _page(certificate: Certificate) -> dict[str, Any]:
    written = len(certificate.holder_name) + len(certificate.course_name)
    size = "smallest" if written > VERY_LONG_TEXT else "smaller" if written > LONG_TEXT else ""
    return {
        "certificate": certificate,
        "term": term_in_words(certificate.term_code),
        "code": grouped(certificate.code),
        "qr": qr_data_uri(verification_url(certificate.code)),
        "size": size,
        "long_institution": len(certificate.institution.name) > LONG_INSTITUTION,
    }


def term_in_words(code: str) -> str:
    """2026-2027-1 → 2026—2027学年第一学期; a code of another shape stays as it is."""
    years, _dash, number = code.rpartition("-")
    names = {"1": "第一学期", "2": "第二学期", "3": "第三学期"}
    if number not in names or years.count("-") != 1:
        return code
    return f"{years.replace('-', '—')}学年{names[number]}"
