"""Another certificate instead of one that stands."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from assessments.certificates.domain import CertificatesRefused, issue_certificates, revoke
from assessments.certificates.domain.reissuing import reissue
from assessments.certificates.enums import Standing
from assessments.certificates.models import Certificate
from courses.teaching.enums import Outcome
from tests.factories.certificates import ISSUED_ON, CertificateFactory, locked_class
from tests.factories.institutions import UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 12, 31)


@pytest.fixture
def old(institution):
    batch = issue_certificates(
        locked_class(institution, names=["王晓明"]), issued_on=ISSUED_ON, by=None
    )
    return batch.certificates.get()


def again(old, **changes):
    return reissue(old, **{"reason": "姓名更正", "issued_on": DAY, "by": UserFactory(), **changes})


def test_new_one_has_the_corrected_name_and_numbers_of_its_own(old):
    student = old.enrolment.student
    student.name = "王小明"
    student.save()
    new = again(old)
    assert (new.holder_name, new.course_name, new.hours) == ("王小明", old.course_name, old.hours)
    assert (new.serial != old.serial, new.code != old.code) == (True, True)
    assert new.replaces == old


def test_old_one_says_that_it_is_replaced_and_no_more(client, old):
    new = again(old)
    old.refresh_from_db()
    assert old.standing_on(DAY) == Standing.REPLACED
    text = client.get(f"/verify/{old.code}/").text
    assert "已换发" in text
    for hidden in (new.code, new.serial, "更正"):
        assert hidden not in text
    assert "有效" in client.get(f"/verify/{new.code}/").text


@pytest.mark.parametrize("reason", ["", "很" * 301])
def test_reissue_needs_a_reason(old, reason):
    with pytest.raises(CertificatesRefused):
        again(old, reason=reason)
    old.refresh_from_db()
    assert old.state == "valid"
    assert Certificate.objects.count() == 1


def test_what_no_longer_stands_is_not_reissued(old):
    again(old)
    with pytest.raises(CertificatesRefused, match="已换发"):
        again(old)
    other = CertificateFactory()
    revoke(other, reason="x", by=None)
    with pytest.raises(CertificatesRefused):
        again(other)


def test_course_that_is_no_longer_passed_is_not_reissued(old):
    old.enrolment.outcome = Outcome.FAILED
    old.enrolment.save()
    with pytest.raises(CertificatesRefused, match="不合格"):
        again(old)
    old.refresh_from_db()
    assert old.state == "valid"


def test_class_whose_certificates_were_all_replaced_gets_nobody_a_second(old):
    new = again(old)
    issue_certificates(old.enrolment.teaching_class, issued_on=DAY, by=None)
    assert list(Certificate.objects.standing()) == [new]


def test_database_lets_one_certificate_be_replaced_once(old):
    new = again(old)
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(replaces=old)
    assert Certificate.objects.get(pk=old.pk).replaced_by == new


def test_office_reissues_on_the_page_of_the_certificate(sign_in, old):
    client = sign_in("office")
    response = client.post(
        f"/my/certificates/{old.public_id}/reissue/",
        {"reissue-reason": "姓名更正", "reissue-issued_on": "2026-11-02"},
        follow=True,
    )
    new = Certificate.objects.standing().get()
    assert new.serial in response.text
    assert old.serial in response.text
    # Sent twice by a double click: a sentence, and nothing new.
    second = client.post(
        f"/my/certificates/{old.public_id}/reissue/",
        {"reissue-reason": "姓名更正", "reissue-issued_on": "2026-11-02"},
    )
    assert "已换发" in second.text
    assert Certificate.objects.count() == 2
