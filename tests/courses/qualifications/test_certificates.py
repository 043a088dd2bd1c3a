"""The life of a certificate."""

import datetime

import pytest
from django.utils import timezone

from courses.qualifications.domain import (
    CertificateRefused,
    number_advice,
    return_certificate,
    revoke_certificate,
    submit_certificate,
    verify_certificate,
)
from courses.qualifications.domain.evidence import read_evidence
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import StaffCertificate
from media.library.models import PrivateFile
from tests.courses.qualifications.files import picture, upload
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import CredentialLevelFactory, StaffCertificateFactory

pytestmark = pytest.mark.django_db
ISSUED = datetime.date(2024, 5, 1)


@pytest.fixture(autouse=True)
def _private(settings, tmp_path) -> None:
    storages = {**settings.STORAGES}
    storages["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "base_url": None},
    }
    settings.STORAGES = storages


def submit(staff=None, **facts):
    facts = {
        "level": facts.pop("level", None) or CredentialLevelFactory(),
        "number": " 0216000000300123 ",
        "issued_on": ISSUED,
        "by": UserFactory(),
    } | facts
    return submit_certificate(staff or StaffMemberFactory(), **facts)


def test_submitted_certificate_waits_with_its_evidence() -> None:
    certificate = submit(evidence=read_evidence(upload(picture(), "我的证书.png")))
    assert certificate.state == CertificateState.SUBMITTED
    assert certificate.number == "0216000000300123"
    assert certificate.evidence.original_name == "我的证书.png"
    assert "我的证书" not in certificate.evidence.file.name


def test_certificate_expiring_before_issue_is_refused_and_nothing_stored() -> None:
    with pytest.raises(CertificateRefused):
        submit(
            expires_on=ISSUED - datetime.timedelta(days=1),
            evidence=read_evidence(upload(picture())),
        )
    assert not StaffCertificate.objects.exists()
    assert not PrivateFile.objects.exists()


def test_certificate_issued_in_the_future_is_refused() -> None:
    with pytest.raises(CertificateRefused):
        submit(issued_on=timezone.localdate() + datetime.timedelta(days=1))


def test_second_person_verifies() -> None:
    officer = UserFactory()
    certificate = verify_certificate(submit(), by=officer)
    assert (certificate.state, certificate.decided_by) == (CertificateState.VERIFIED, officer)
    assert certificate.history.count() == 2


def test_submitter_can_not_verify() -> None:
    officer = UserFactory()
    certificate = submit(by=officer)
    with pytest.raises(CertificateRefused):
        verify_certificate(certificate, by=officer)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.SUBMITTED


def test_holder_can_not_verify_what_the_office_submitted() -> None:
    holder = UserFactory()
    certificate = submit(StaffMemberFactory(user=holder))
    with pytest.raises(CertificateRefused):
        verify_certificate(certificate, by=holder)


def test_second_verifier_finds_it_decided() -> None:
    certificate = submit()
    verify_certificate(certificate, by=UserFactory())
    # The second still holds the row as it was before.
    with pytest.raises(CertificateRefused):
        return_certificate(certificate, note="看不清", by=UserFactory())
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.VERIFIED


def test_return_needs_a_note() -> None:
    certificate = submit()
    with pytest.raises(CertificateRefused):
        return_certificate(certificate, note="  ", by=UserFactory())
    assert (
        return_certificate(certificate, note="照片模糊", by=UserFactory()).decision_note
        == "照片模糊"
    )


def test_revocation_needs_a_reason_and_a_verified_certificate() -> None:
    certificate = submit()
    with pytest.raises(CertificateRefused):
        revoke_certificate(certificate, reason="伪造", by=UserFactory())
    verify_certificate(certificate, by=UserFactory())
    with pytest.raises(CertificateRefused):
        revoke_certificate(certificate, reason="", by=UserFactory())
    revoked = revoke_certificate(certificate, reason="伪造", by=UserFactory())
    assert revoked.state == CertificateState.REVOKED


def test_usual_number_of_one_person_is_not_remarked_on() -> None:
    level = CredentialLevelFactory(credential_type__number_pattern=r"\d{16}")
    certificate = submit(level=level)
    assert not number_advice(certificate.staff, level=level, number=certificate.number)


def test_unusual_number_is_advice_not_an_error() -> None:
    level = CredentialLevelFactory(
        credential_type__number_pattern=r"\d{16}", credential_type__number_hint="16位数字"
    )
    certificate = submit(level=level, number="豫A-12")
    assert certificate.pk
    advice = number_advice(certificate.staff, level=level, number="豫A-12")
    assert advice.expected == "16位数字"


def test_number_of_somebody_else_is_flagged_even_for_another_level(institution) -> None:
    level = CredentialLevelFactory()
    other_level = CredentialLevelFactory(credential_type=level.credential_type)
    staff, other = StaffMemberFactory.create_batch(2, institution=institution)
    filed = StaffCertificateFactory(staff=other, level=other_level, number="AB12")
    assert number_advice(staff, level=level, number="ab12").others == (filed,)


def test_number_in_another_institution_is_not_told() -> None:
    level = CredentialLevelFactory()
    StaffCertificateFactory(level=level, number="AB12")
    assert not number_advice(StaffMemberFactory(), level=level, number="AB12")


def test_renewal_with_the_same_number_is_not_a_double() -> None:
    certificate = StaffCertificateFactory(number="AB12")
    assert not number_advice(certificate.staff, level=certificate.level, number="AB12")
