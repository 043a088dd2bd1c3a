"""What is issued stays as it was printed; only its state changes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.certificates.domain import RevocationRefused, revoke
from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate, CertificateChanged
from tests.factories.certificates import CertificateFactory
from tests.factories.institutions import UserFactory

pytestmark = pytest.mark.django_db


def test_save_of_an_issued_certificate_is_refused():
    certificate = CertificateFactory()
    certificate.holder_name = "别人"
    with pytest.raises(CertificateChanged):
        certificate.save()
    with pytest.raises(CertificateChanged):
        certificate.save(update_fields=["state", "holder_name"])


def test_update_of_what_it_says_is_refused():
    certificate = CertificateFactory(hours=38)
    with pytest.raises(CertificateChanged):
        Certificate.objects.filter(pk=certificate.pk).update(hours=76)
    certificate.hours = 76
    with pytest.raises(CertificateChanged):
        Certificate.objects.bulk_update([certificate], ["hours"])


def test_deleting_a_certificate_is_refused():
    certificate = CertificateFactory()
    with pytest.raises(CertificateChanged):
        certificate.delete()
    with pytest.raises(CertificateChanged):
        Certificate.objects.all().delete()


def test_revoke_records_when_who_and_why():
    certificate, user = CertificateFactory(), UserFactory()
    revoke(certificate, reason=" 成绩更正 ", by=user)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.REVOKED
    assert (certificate.revoked_by, certificate.revocation_reason) == (user, "成绩更正")
    assert timezone.localdate(certificate.revoked_at) == timezone.localdate()


@pytest.mark.parametrize("reason", ["", "  \n", "很" * 301])
def test_revoke_needs_a_reason_of_readable_length(reason):
    certificate = CertificateFactory()
    with pytest.raises(RevocationRefused):
        revoke(certificate, reason=reason, by=UserFactory())
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.VALID


def test_revoke_twice_keeps_the_first_reason():
    certificate = CertificateFactory()
    revoke(certificate, reason="成绩更正", by=UserFactory())
    with pytest.raises(RevocationRefused, match="已撤销"):
        revoke(certificate, reason="别的原因", by=UserFactory())
    certificate.refresh_from_db()
    assert certificate.revocation_reason == "成绩更正"


def test_database_refuses_a_revocation_without_reason():
    certificate = CertificateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(
            state=CertificateState.REVOKED, revoked_at=timezone.now()
        )


def test_database_refuses_a_second_valid_certificate():
    certificate = CertificateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(enrolment=certificate.enrolment)
