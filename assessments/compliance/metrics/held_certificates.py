"""The certificate that speaks best for a person on a date, or why none does."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution
from courses.qualifications.domain.fulfilment import fulfilment_of
from courses.qualifications.domain.holders import intermediate_holdings
from courses.qualifications.domain.recognition import RecognitionAnswer
from courses.qualifications.enums import CertificateState, Fulfilment, Recognition
from courses.qualifications.models import StaffCertificate


class Standing(models.TextChoices):
    """What a person's best certificate is worth; better ones come first."""

    COUNTS = "counts", _("Counts")
    UNDECIDED = "undecided", _("Level undecided")
    LOWER = "lower", _("Level does not count")
    SUBMITTED = "submitted", _("Not verified yet")
    EXPIRED = "expired", _("Expired")
    NOT_YET_ISSUED = "not_yet_issued", _("Issued later")
    RETURNED = "returned", _("Returned to the person")
    REVOKED = "revoked", _("Revoked")
    NONE = "none", _("No certificate recorded")


_ORDER = list(Standing)
_BY_RECOGNITION = {
    Recognition.COUNTS: Standing.COUNTS,
    Recognition.UNDECIDED: Standing.UNDECIDED,
}
_BY_STATE = {
    CertificateState.SUBMITTED: Standing.SUBMITTED,
    CertificateState.RETURNED: Standing.RETURNED,
    CertificateState.REVOKED: Standing.REVOKED,
}


@dataclass(frozen=True)
class Held:
    standing: Standing
    certificate: StaffCertificate | None = None
    answer: RecognitionAnswer | None = None

    @property
    def certificate_id(self) -> int:
        assert self.certificate is not None
        return self.certificate.pk

    def fulfilment(self, *, waived: bool) -> Fulfilment:
        """Held, undecided, waived or a gap, as the lights and the coverage have it."""
        by_standing = {standing: recognition for recognition, standing in _BY_RECOGNITION.items()}
        return fulfilment_of(by_standing.get(self.standing), waived=waived)

    @property
    def rank(self) -> tuple[int, int]:
        """Higher speaks better: first the standing, then how long it is valid."""
        ends = self.certificate.expires_on if self.certificate else datetime.date.min
        return -_ORDER.index(self.standing), (ends or datetime.date.max).toordinal()

    def figures(self, last_soon: datetime.date) -> dict[str, Any]:
        """As JSON: standing, the certificate with dates and reading, and whether it ends soon."""
        certificate = self.certificate
        if certificate is None:
            return {"standing": self.standing.value, "lapses": False, "certificate": None}
        ends = certificate.expires_on
        return {
            "standing": self.standing.value,
            "lapses": self.standing == Standing.COUNTS and ends is not None and ends <= last_soon,
            "certificate": {
                "id": certificate.pk,
                "public_id": str(certificate.public_id),
                "level": _level_in_words(certificate),
                "number": certificate.number,
                "issuer": certificate.issuer,
                "issued_on": certificate.issued_on.isoformat(),
                "expires_on": ends.isoformat() if ends else None,
                "authority": self.answer.authority if self.answer else "",
                "citation": self.answer.citation if self.answer else "",
            },
        }


def best_certificates(
    institution: Institution, kinds: Mapping[int, str], *, on: datetime.date
) -> dict[int, Held]:
    """{staff id: best} of everyone with a verified certificate valid on the date whose level
    counts or may count for the kind of staff ({staff id: kind}); two queries."""
    return {
        staff_id: Held(_BY_RECOGNITION[one.recognition], one.certificate, one.answer)
        for staff_id, one in intermediate_holdings(institution, on=on, kinds=kinds).items()
    }


def shortfalls(
    institution: Institution, staff_ids: Collection[int], on: datetime.date
) -> dict[int, Held]:
    """{staff id: the certificate that comes closest} of people for whom none counts; one query.

    Who has no certificate at all is left out.
    """
    closest: dict[int, Held] = {}
    wanted = frozenset(staff_ids)
    certificates = StaffCertificate.objects.filter(institution=institution)
    for certificate in certificates.select_related("level__credential_type").order_by("pk"):
        if certificate.staff_id in wanted:
            _keep_better(closest, Held(_standing_without_level(certificate, on), certificate))
    return closest


def _standing_without_level(certificate: StaffCertificate, on: datetime.date) -> Standing:
    if certificate.state != CertificateState.VERIFIED:
        return _BY_STATE[CertificateState(certificate.state)]
    if certificate.issued_on > on:
        return Standing.NOT_YET_ISSUED
    if certificate.expires_on is not None and certificate.expires_on < on:
        return Standing.EXPIRED
    return Standing.LOWER


def _keep_better(best: dict[int, Held], held: Held) -> None:
    assert held.certificate is not None
    known = best.get(held.certificate.staff_id)
    if known is None or held.rank > known.rank:
        best[held.certificate.staff_id] = held


def _level_in_words(certificate: StaffCertificate) -> str:
    """Many levels carry the credential in their own name."""
    credential, level = certificate.level.credential_type.name, certificate.level.name
    return level if credential in level else f"{credential} · {level}"
