"""Letters of appointment, and what verification says of them over the years."""

import datetime

import pytest

from assessments.certificates.domain import CertificatesRefused, revoke
from assessments.certificates.domain.appointing import issue_appointment
from assessments.certificates.domain.reissuing import reissue
from assessments.certificates.enums import CertificateKind, Standing
from assessments.certificates.models import Certificate
from tests.factories.institutions import StaffMemberFactory, UserFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2027, 8, 31)


@pytest.fixture
def staff(institution):
    return StaffMemberFactory(institution=institution, name="李老师", user=UserFactory())


def appoint(staff, **changes):
    wanted = {
        "position": "职业咨询师",
        "begins_on": FIRST,
        "ends_on": LAST,
        "issued_on": FIRST,
        "by": None,
    }
    return issue_appointment(staff, **{**wanted, **changes})


def test_letter_says_who_as_what_and_how_long(staff):
    letter = appoint(staff)
    assert (letter.kind, letter.holder_name) == (CertificateKind.APPOINTMENT, "李老师")
    assert (letter.course_name, letter.hours) == ("职业咨询师", None)
    assert (letter.begins_on, letter.ends_on, letter.valid_until) == (FIRST, LAST, LAST)
    assert letter.serial == f"{staff.institution.code}-2026-000001"


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ((2026, 8, 31), Standing.NOT_YET),
        ((2026, 9, 1), Standing.VALID),
        ((2027, 8, 31), Standing.VALID),
        ((2027, 9, 1), Standing.EXPIRED),
    ],
)
def test_letter_stands_from_its_first_to_its_last_day(staff, day, standing):
    assert appoint(staff).standing_on(datetime.date(*day)) == standing


@pytest.mark.parametrize(
    "changes",
    [
        {"position": "  "},
        {"position": "职" * 101},
        {"ends_on": datetime.date(2026, 8, 31)},
        {"position": "职\U000f0001"},
    ],
)
def test_letter_that_makes_no_sense_is_refused(staff, changes):
    with pytest.raises(CertificatesRefused):
        appoint(staff, **changes)
    assert not Certificate.objects.exists()


def test_same_appointment_is_issued_once(staff):
    letter = appoint(staff)
    with pytest.raises(CertificatesRefused, match=letter.serial):
        appoint(staff)
    assert appoint(staff, begins_on=LAST, ends_on=LAST)


def test_office_appoints_and_the_person_finds_it(sign_in, client, staff):
    office = sign_in("office")
    response = office.post(
        "/my/certificates/appoint/",
        {
            "staff": staff.public_id,
            "position": "职业咨询师",
            "begins_on": "2026-09-01",
            "ends_on": "2027-08-31",
            "issued_on": "2026-11-01",
        },
        follow=True,
    )
    letter = Certificate.objects.get()
    assert letter.serial in response.text
    assert letter.issued_by == office.user
    own = sign_in("counsellor", user=staff.user).get("/my/certificates/own/")
    assert "职业咨询师" in own.text
    stranger = sign_in("counsellor").get("/my/certificates/own/")
    assert "职业咨询师" not in stranger.text
    public = client.get(f"/verify/{letter.code}/").text
    assert "李**" in public
    assert "职业咨询师" in public
    assert "李老师" not in public
    assert staff.staff_number not in public


def test_day_that_no_calendar_counts_on_from_is_refused(sign_in, staff):
    response = sign_in("office").post(
        "/my/certificates/appoint/",
        {
            "staff": staff.public_id,
            "position": "职业咨询师",
            "begins_on": "2026-09-01",
            "ends_on": "9999-12-31",
            "issued_on": "2026-11-01",
        },
    )
    assert list(response.context["form"].errors) == ["ends_on"]
    assert not Certificate.objects.exists()


def test_staff_of_another_institution_can_not_be_appointed(sign_in):
    other = StaffMemberFactory()
    sign_in("office").post(
        "/my/certificates/appoint/",
        {
            "staff": other.public_id,
            "position": "职业咨询师",
            "begins_on": "2026-09-01",
            "ends_on": "2027-08-31",
            "issued_on": "2026-11-01",
        },
    )
    assert not Certificate.objects.exists()


def test_person_downloads_the_own_letter_and_nobody_else(sign_in, staff):
    letter = appoint(staff)
    address = f"/my/certificates/{letter.public_id}/document/"
    own = sign_in("instructor", user=staff.user).get(address)
    assert own.content.startswith(b"%PDF")
    assert sign_in("instructor").get(address).status_code == 404
    assert sign_in("student").get(address).status_code == 404


def test_coordinator_sees_letters_of_the_own_department_only(sign_in, institution):
    from tests.factories.institutions import DepartmentFactory

    mine, other = (DepartmentFactory(institution=institution) for _ in range(2))
    for department, name in ((mine, "本系"), (other, "外系")):
        appoint(StaffMemberFactory(institution=institution, department=department, name=name))
    text = sign_in("department", department=mine).get("/my/certificates/").text
    assert "本系" in text
    assert "外系" not in text


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [("2020-09-01", "2021-08-31", "已过期"), ("2090-09-01", "2091-08-31", "尚未生效")],
)
def test_verification_says_expired_or_not_yet(client, staff, first, last, word):
    letter = appoint(
        staff,
        begins_on=datetime.date.fromisoformat(first),
        ends_on=datetime.date.fromisoformat(last),
    )
    text = client.get(f"/verify/{letter.code}/").text
    assert word in text
    assert "受聘为" not in text


def test_list_is_filtered_by_what_each_letter_is_worth_today(sign_in, staff):
    """As the state beside each says: a letter that has run out isn't valid."""
    years = {"expired": 2020, "valid": 2026, "not_yet": 2090, "revoked": 2019, "replaced": 2018}
    letters = {
        name: appoint(
            staff,
            begins_on=datetime.date(year, 1, 1),
            ends_on=datetime.date(year + (5 if name == "valid" else 0), 12, 31),
        )
        for name, year in years.items()
    }
    revoke(letters["revoked"], reason="误发", by=None)
    new = reissue(letters["replaced"], reason="换发", issued_on=FIRST, by=UserFactory())
    client = sign_in("office")

    found = {
        name: set(client.get("/my/certificates/", {"state": name}).context["page"].object_list)
        for name in years
    }

    # The new one is for the same days, which are over.
    letters_of = {name: {letter} for name, letter in letters.items()}
    assert found == letters_of | {"expired": {letters["expired"], new}}
