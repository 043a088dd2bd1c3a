"""Readings of a level: where, from when, by whom."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from courses.institutions.enums import StaffKind
from courses.qualifications.domain import (
    intermediate_holders,
    recognition_on,
    record_reading,
)
from courses.qualifications.domain.own_readings import readings_of
from courses.qualifications.domain.recognition import Readings, as_institution
from courses.qualifications.enums import CertificateState, Recognition
from courses.qualifications.models import LevelRecognition
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 12, 31)


def test_level_without_reading_is_undecided(institution) -> None:
    answer = recognition_on(CredentialLevelFactory(), institution=institution, on=DAY)
    assert answer.recognition == Recognition.UNDECIDED
    assert answer.reading is None


def test_most_specific_place_wins(institution) -> None:
    level = CredentialLevelFactory()
    own = LevelRecognitionFactory(
        level=level, institution=institution, recognition=Recognition.COUNTS
    )
    LevelRecognitionFactory(
        level=level,
        province="41",
        recognition=Recognition.DOES_NOT_COUNT,
        valid_from=datetime.date(2020, 1, 1),
    )
    LevelRecognitionFactory(level=level, recognition=Recognition.UNDECIDED)
    elsewhere = InstitutionFactory(province="61")
    neighbour = InstitutionFactory(province="41")
    assert recognition_on(level, institution=institution, on=DAY).reading == own
    assert (
        recognition_on(level, institution=neighbour, on=DAY).recognition
        == Recognition.DOES_NOT_COUNT
    )
    assert recognition_on(level, institution=elsewhere, on=DAY).recognition == Recognition.UNDECIDED


def test_reading_holds_from_its_first_day_to_the_day_before_its_end(institution) -> None:
    reading = LevelRecognitionFactory(
        valid_from=datetime.date(2026, 1, 1), valid_to=datetime.date(2026, 7, 1)
    )
    answers = [
        recognition_on(reading.level, institution=institution, on=datetime.date(*day)).recognition
        for day in [(2025, 12, 31), (2026, 1, 1), (2026, 6, 30), (2026, 7, 1)]
    ]
    assert answers == [
        Recognition.UNDECIDED,
        Recognition.COUNTS,
        Recognition.COUNTS,
        Recognition.UNDECIDED,
    ]


def record(level, institution, day, recognition=Recognition.COUNTS, **more):
    return record_reading(
        level,
        place=institution,
        recognition=recognition,
        authority="校长办公会",
        citation="2026年第3次纪要",
        valid_from=datetime.date.fromisoformat(day),
        by=UserFactory(),
        **more,
    )


def test_new_reading_ends_the_one_before(institution) -> None:
    level = CredentialLevelFactory()
    record(level, institution, "2026-01-01")
    record(level, institution, "2026-09-01", Recognition.DOES_NOT_COUNT)
    assert (
        recognition_on(level, institution=institution, on=datetime.date(2026, 8, 31)).recognition
        == Recognition.COUNTS
    )
    assert (
        recognition_on(level, institution=institution, on=datetime.date(2026, 9, 1)).recognition
        == Recognition.DOES_NOT_COUNT
    )


def test_reading_for_a_kind_goes_before_the_one_for_all_of_its_place_only(institution) -> None:
    level = CredentialLevelFactory()
    manager, teacher = StaffKind.FULL_TIME_MANAGER, StaffKind.FULL_TIME_TEACHER

    def counts(kind):
        return recognition_on(level, institution=institution, on=DAY, kind=kind).recognition

    LevelRecognitionFactory(level=level, province="41", recognition=Recognition.UNDECIDED)
    LevelRecognitionFactory(level=level, province="41", staff_kind=manager)
    assert (counts(manager), counts(teacher)) == (Recognition.COUNTS, Recognition.UNDECIDED)
    record(level, institution, "2026-01-01", Recognition.DOES_NOT_COUNT)
    assert (counts(manager), counts(teacher)) == (Recognition.DOES_NOT_COUNT,) * 2
    # An earlier one for the kind still goes before a later one for all.
    record(level, institution, "2025-01-01", Recognition.UNDECIDED, staff_kind=manager)
    assert (counts(manager), counts(teacher)) == (
        Recognition.UNDECIDED,
        Recognition.DOES_NOT_COUNT,
    )


def test_reading_for_a_kind_ends_only_the_one_for_that_kind(institution) -> None:
    level = CredentialLevelFactory()
    record(level, institution, "2026-01-01")
    for day in ("2026-02-01", "2026-03-01"):
        record(level, institution, day, staff_kind=StaffKind.PART_TIME_TEACHER)
    ends = LevelRecognition.objects.order_by("valid_from").values_list("staff_kind", "valid_to")
    assert list(ends) == [
        ("", None),
        ("part_time_teacher", datetime.date(2026, 3, 1)),
        ("part_time_teacher", None),
    ]


def test_same_day_again_corrects_the_reading_and_keeps_its_history(institution) -> None:
    level = CredentialLevelFactory()
    record(level, institution, "2026-01-01")
    corrected = record(level, institution, "2026-01-01", Recognition.UNDECIDED)
    assert LevelRecognition.objects.count() == 1
    assert corrected.history.count() == 2


def test_reading_before_the_latest_is_refused(institution) -> None:
    level = CredentialLevelFactory()
    record(level, institution, "2026-09-01")
    with pytest.raises(ValidationError):
        record(level, institution, "2026-01-01")
    assert LevelRecognition.objects.count() == 1


def test_reading_of_a_province_holds_in_its_institutions_without_one_of_their_own() -> None:
    level = CredentialLevelFactory()
    here, own, elsewhere = (InstitutionFactory(province=code) for code in ("41", "41", "61"))
    record(level, own, "2026-01-01", Recognition.DOES_NOT_COUNT)
    record(level, "41", "2026-03-01")
    answers = [
        recognition_on(level, institution=place, on=DAY).recognition
        for place in (here, own, elsewhere)
    ]
    assert answers == [Recognition.COUNTS, Recognition.DOES_NOT_COUNT, Recognition.UNDECIDED]


def test_two_provinces_read_a_level_each_for_itself() -> None:
    level = CredentialLevelFactory()
    record(level, "41", "2026-03-01")
    other = record(level, "61", "2026-01-01", Recognition.DOES_NOT_COUNT)
    readings = Readings.reaching(["61"])
    shown = readings.answer(level.pk, institution=as_institution("61"), on=DAY)
    assert shown.reading == other
    assert [row.province for row in readings_of(level, "41")] == ["41"]


def related(level, institution):
    return Readings.reaching([institution]).related(level.pk, institution=institution, on=DAY)


def test_level_that_counts_is_related(institution) -> None:
    level = LevelRecognitionFactory(recognition=Recognition.COUNTS).level
    assert related(level, institution).recognition == Recognition.COUNTS


def test_reading_that_says_nothing_of_related_leaves_it_to_the_next_place(institution) -> None:
    default = LevelRecognitionFactory(recognition=Recognition.UNDECIDED, related=Recognition.COUNTS)
    record(default.level, institution, "2026-01-01", Recognition.DOES_NOT_COUNT)
    assert related(default.level, institution).reading == default


def test_own_reading_of_related_wins(institution) -> None:
    level = LevelRecognitionFactory(
        recognition=Recognition.UNDECIDED, related=Recognition.UNDECIDED
    ).level
    own = record(level, institution, "2026-01-01", Recognition.UNDECIDED, related="counts")
    assert related(level, institution).reading == own


@pytest.mark.parametrize(
    ("recognition", "related"),
    [("counts", "undecided"), ("counts", "does_not_count"), ("undecided", "does_not_count")],
)
def test_level_that_is_not_related_does_not_count(institution, recognition, related) -> None:
    level = CredentialLevelFactory()
    with pytest.raises(ValidationError) as refused:
        record(level, institution, "2026-01-01", recognition, related=related)
    assert "related" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelRecognitionFactory(level=level, recognition=recognition, related=related)


@pytest.fixture
def counting():
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


def test_holders_counts_only_verified_certificates_valid_on_the_date(institution, counting) -> None:
    held = {}
    for name, facts in {
        "valid": {},
        "last day": {"expires_on": DAY},
        "expired": {"expires_on": DAY - datetime.timedelta(days=1)},
        "not yet": {"issued_on": DAY + datetime.timedelta(days=1)},
        "submitted": {"state": CertificateState.SUBMITTED},
        "revoked": {"state": CertificateState.REVOKED},
    }.items():
        staff = StaffMemberFactory(institution=institution)
        StaffCertificateFactory(staff=staff, level=counting, **facts)
        held[staff.pk] = name
    holders = intermediate_holders(institution, on=DAY)
    assert {held[staff_id] for staff_id in holders} == {"valid", "last day"}


def test_holders_prefers_what_counts_to_what_is_undecided(institution, counting) -> None:
    staff, other = StaffMemberFactory.create_batch(2, institution=institution)
    doubtful = CredentialLevelFactory()
    StaffCertificateFactory(staff=staff, level=doubtful)
    StaffCertificateFactory(staff=staff, level=counting)
    StaffCertificateFactory(staff=staff, level=doubtful)
    StaffCertificateFactory(staff=other, level=doubtful)
    assert intermediate_holders(institution, on=DAY) == {
        staff.pk: Recognition.COUNTS,
        other.pk: Recognition.UNDECIDED,
    }


def test_holders_leaves_out_what_does_not_count_and_other_institutions(
    institution, counting
) -> None:
    market = LevelRecognitionFactory(recognition=Recognition.DOES_NOT_COUNT).level
    StaffCertificateFactory(staff__institution=institution, level=market)
    StaffCertificateFactory(level=counting)
    assert intermediate_holders(institution, on=DAY) == {}


@pytest.mark.parametrize("people", [1, 3])
def test_holders_takes_two_queries(
    institution, counting, people, django_assert_num_queries
) -> None:
    for _ in range(people):
        StaffCertificateFactory(staff__institution=institution, level=counting)
    with django_assert_num_queries(2):
        assert len(intermediate_holders(institution, on=DAY)) == people
