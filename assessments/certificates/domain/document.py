"""The printed certificates."""

import base64
import datetime
from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.certificates.domain.codes import verification_site
from assessments.certificates.domain.errors import DocumentFailed, SigningRefused
from assessments.certificates.domain.pages import content_of, page_of
from assessments.certificates.domain.signing import signed
from assessments.certificates.models import Certificate, CertificateBatch, TemplateVersion
from media.jobs.progress import Progress, SilentProgress
from media.library.domain import remove_private, store_private
from media.library.models import PrivateFile
from media.pdf import PdfError, render

TEMPLATE = "assessments/certificates/certificate.html"


def make_batch_document(
    batch: CertificateBatch, *, progress: Progress | None = None
) -> PrivateFile:
    """The PDF of all valid certificates of the batch in one document; the stored one if there is.

    Raises DocumentFailed when it can't be made; the certificates stand nevertheless.
    """
    if batch.document is not None:
        return batch.document
    report = progress or SilentProgress()
    certificates = list(
        batch.certificates.standing().select_related("institution", "version__seal")
    )
    if not certificates:
        raise DocumentFailed(
            _("All certificates of this batch are revoked; there is no PDF to make.")
        )
    try:
        content = render_certificates(certificates, made_at=batch.created_at, progress=report)
        report(90, _("Signing the document"))
        content = signed(content, institution=batch.institution, at=timezone.now())
    except (PdfError, SigningRefused) as error:
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
        remove_private(stored)
    batch.refresh_from_db(fields=["document"])
    assert batch.document is not None
    return batch.document


def certificate_document(certificate: Certificate) -> bytes:
    """The PDF of one certificate as in its batch, signed. Raises PdfError or SigningRefused."""
    return signed_document([certificate])


def signed_document(certificates: Sequence[Certificate]) -> bytes:
    """The same of several, as `render_certificates` takes them."""
    made_at = timezone.now()
    content = render_certificates(certificates, made_at=made_at)
    return signed(content, institution=certificates[0].institution, at=made_at)


def render_certificates(
    certificates: Sequence[Certificate],
    *,
    made_at: datetime.datetime | None,
    progress: Progress | None = None,
) -> bytes:
    """The unsigned PDF, a page each. All of one institution, kind and template, which `version` and
    `institution` say of the first. Raises PdfError."""
    report = progress or SilentProgress()
    pages = []
    for number, certificate in enumerate(certificates, start=1):
        pages.append(page_of(certificate))
        report(20 + 30 * number // len(certificates), _("Drawing QR codes"))
    report(50, _("Setting %(count)d pages") % {"count": len(pages)})
    first = certificates[0]
    # A certificate is Chinese, whatever language the person who issues it works in.
    with translation.override("zh-hans"):
        context = {
            "pages": pages,
            "content": content_of(first),
            "institution": first.institution.name,
            "site": verification_site(),
            "seal": _seal(first.version),
        }
        return render(TEMPLATE, context, made_at=made_at)


def _seal(version: TemplateVersion | None) -> str:
    """The picture as a data URI: the renderer reads no file."""
    if version is None or version.seal is None:
        return ""
    with version.seal.file.open("rb") as file:
        return "data:image/png;base64," + base64.b64encode(file.read()).decode()
