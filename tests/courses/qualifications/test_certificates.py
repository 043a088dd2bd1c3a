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
from courses.qualifications.domain.numbers import with_doubles
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import CertificateRule, StaffCertificate
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


def test_number_in_another_institution_is_flagged_without_saying_whose() -> None:
    level = CredentialLevelFactory()
    StaffCertificateFactory(level=level, number="AB12")
    advice = number_advice(StaffMemberFactory(), level=level, number="AB12")
    assert (advice.others, advice.elsewhere) == ((), True)


def test_number_of_a_returned_certificate_is_no_double(institution) -> None:
    level = CredentialLevelFactory()
    StaffCertificateFactory(
        staff__institution=institution, level=level, number="AB12", state=CertificateState.RETURNED
    )
    assert not number_advice(
        StaffMemberFactory(institution=institution), level=level, number="AB12"
    )


def test_doubles_of_a_list_are_found_in_one_query(institution, django_assert_num_queries) -> None:
    level = CredentialLevelFactory()
    here, there = (StaffCertificateFactory(level=level, number=n) for n in ("ab12", "AB12"))
    alone = StaffCertificateFactory(level=level, number="CD34")
    other_type = StaffCertificateFactory(number="CD34")
    with django_assert_num_queries(1):
        assert with_doubles([here, there, alone, other_type]) == {here.pk, there.pk}


def test_renewal_is_a_new_record_that_names_the_old_one() -> None:
    old = StaffCertificateFactory(issued_on=datetime.date(2019, 5, 1), expires_on=ISSUED)
    new = submit(old.staff, level=old.level)
    old.refresh_from_db()
    assert (new.renews, old.state, old.expires_on) == (old, CertificateState.VERIFIED, ISSUED)


def test_certificate_of_another_person_can_not_be_renewed() -> None:
    old = StaffCertificateFactory()
    with pytest.raises(CertificateRefused):
        submit(level=old.level, renews=old)


def test_same_certificate_is_filed_once() -> None:
    first = submit()
    with pytest.raises(CertificateRefused):
        submit(first.staff, level=first.level)
    return_certificate(first, note="照片模糊", by=UserFactory())
    assert submit(first.staff, level=first.level).pk != first.pk


@pytest.mark.parametrize(
    ("state", "expires", "checked", "shown"),
    [
        ("verified", None, False, "verified"),
        ("verified", 0, False, "verified"),
        ("verified", -1, False, "expired"),
        ("submitted", -1, False, "submitted"),
        ("submitted", None, True, "checked_once"),
        ("revoked", -1, False, "revoked"),
    ],
)
def test_state_is_that_of_the_day(state, expires, checked, shown) -> None:
    today = timezone.localdate()
    ends = None if expires is None else today + datetime.timedelta(days=expires)
    certificate = StaffCertificateFactory(
        state=state, expires_on=ends, first_checked_at=timezone.now() if checked else None
    )
    assert certificate.state_on(today) == shown
    assert StaffCertificate.objects.in_state(shown, on=today).get() == certificate


def two_verifiers(institution, verifiers=2) -> None:
    CertificateRule.objects.create(
        institution=institution,
        verifiers=verifiers,
        reminder_days=[30],
        citation="校发〔2026〕1号",
        valid_from=datetime.date(2020, 1, 1),
    )


def test_where_two_verify_the_first_leaves_a_mark_only(institution) -> None:
    two_verifiers(institution)
    certificate = submit(StaffMemberFactory(institution=institution))
    first, second = UserFactory(), UserFactory()
    once = verify_certificate(certificate, by=first)
    assert (once.state, once.first_checked_by) == (CertificateState.SUBMITTED, first)
    with pytest.raises(CertificateRefused):
        verify_certificate(certificate, by=first)
    done = verify_certificate(certificate, by=second)
    assert (done.state, done.first_checked_by, done.decided_by) == (
        CertificateState.VERIFIED,
        first,
        second,
    )


def test_rule_of_another_school_asks_for_no_second_verifier(institution) -> None:
    two_verifiers(institution)
    assert verify_certificate(submit(), by=UserFactory()).state == CertificateState.VERIFIED


def test_renewal_with_the_same_number_is_not_a_double() -> None:
    certificate = StaffCertificateFactory(number="AB12")
    assert not number_advice(certificate.staff, level=certificate.level, number="AB12")
