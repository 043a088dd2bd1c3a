"""Hours of online study follow from what was watched, each content once."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.curriculum.models import OutlineUnit
from courses.delivery.domain import load_online_rules, online_hours_of, set_online_resources
from courses.delivery.domain.online_rules import Crediting
from courses.delivery.models import OnlineResource, OnlineRule, OnlineStudy
from courses.teaching.models import Enrolment
from media.watching.domain import record_watched
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import UserFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory, TermFactory
from tests.factories.watching import VideoFactory, let_time_pass

pytestmark = pytest.mark.django_db
MINUTE = 60_000


@pytest.fixture
def outline(institution: Any) -> Any:
    """6 online hours in one unit with a key."""
    outline = OutlineFactory(course__institution=institution)
    outline.units.filter(online_hours__gt=0).update(key=uuid.uuid4())
    return outline


@pytest.fixture
def unit(outline: Any) -> OutlineUnit:
    return outline.units.get(online_hours__gt=0)


@pytest.fixture
def video(db: None) -> Any:
    return VideoFactory(title="认识自我")


@pytest.fixture
def enrolment(institution: Any, outline: Any, unit: OutlineUnit, video: Any) -> Enrolment:
    """A student whose class is taught by an outline with one counting video."""
    load_online_rules()
    set_online_resources(outline, [(unit, video)])
    return enrol(outline)


def enrol(outline: Any, **values: Any) -> Enrolment:
    values.setdefault("student__user", UserFactory())
    term = TermFactory._meta.model.objects.filter(institution=outline.institution).first()
    teaching_class = TeachingClassFactory(
        outline=outline, term=term or TermFactory(institution=outline.institution)
    )
    return EnrolmentFactory(teaching_class=teaching_class, **values)


def watch(user: Any, video: Any, *ranges: tuple[int, int]) -> None:
    record_watched(user, video)
    let_time_pass(user, hours=2)
    record_watched(user, video, ranges=ranges)


def online(*enrolments: Enrolment) -> list[Any]:
    loaded = Enrolment.objects.filter(pk__in=[one.pk for one in enrolments]).select_related(
        "student", "teaching_class", "term__institution"
    )
    found = online_hours_of(loaded)
    return [found[one.pk] for one in enrolments]


def test_nothing_watched_gives_nothing(enrolment: Enrolment) -> None:
    (hours,) = online(enrolment)
    assert (hours.credited, hours.planned) == (0, 6)


def test_half_of_the_video_gives_half_of_the_hours(enrolment: Enrolment, video: Any) -> None:
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    (hours,) = online(enrolment)
    assert hours.credited == 3
    assert hours.units[0].videos[0].percent == 50


def test_hours_are_rounded_down_to_the_step(enrolment: Enrolment, video: Any) -> None:
    watch(enrolment.student.user, video, (0, 4 * MINUTE + 50_000))
    assert online(enrolment)[0].credited == Decimal("2.5")


def test_share_that_counts_as_whole_gives_all_hours(enrolment: Enrolment, video: Any) -> None:
    watch(enrolment.student.user, video, (0, 9 * MINUTE + 30_000))
    assert online(enrolment)[0].credited == 6


def test_watching_credits_in_the_same_transaction(enrolment: Enrolment, video: Any) -> None:
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    study = OnlineStudy.objects.get()
    assert (study.enrolment, study.share) == (enrolment, Decimal("0.5"))
    record_watched(enrolment.student.user, video, ranges=[(0, 5 * MINUTE)])
    let_time_pass(enrolment.student.user, hours=1)
    record_watched(enrolment.student.user, video, ranges=[(4 * MINUTE, 6 * MINUTE)])
    assert OnlineStudy.objects.get().share == Decimal("0.6")


def test_other_students_get_nothing(enrolment: Enrolment, video: Any) -> None:
    other = EnrolmentFactory(
        teaching_class=enrolment.teaching_class, student__user=UserFactory(username="other")
    )
    watch(enrolment.student.user, video, (0, 10 * MINUTE))
    assert [one.credited for one in online(enrolment, other)] == [6, 0]


def test_enrolment_that_ended_is_not_credited_and_the_new_one_is(
    enrolment: Enrolment, outline: Any, video: Any
) -> None:
    enrolment.valid_to = enrolment.valid_from + datetime.timedelta(days=7)
    enrolment.save()
    moved = enrol(outline, student=enrolment.student)
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    assert [study.enrolment for study in OnlineStudy.objects.all()] == [moved]


def test_student_who_changes_class_brings_what_was_watched(
    enrolment: Enrolment, outline: Any, video: Any
) -> None:
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    enrolment.valid_to = enrolment.valid_from + datetime.timedelta(days=7)
    enrolment.save()
    moved = enrol(outline, student=enrolment.student)
    assert online(moved)[0].credited == 3


def test_shares_of_two_videos_weigh_by_their_length(
    institution: Any, outline: Any, unit: OutlineUnit
) -> None:
    load_online_rules()
    long, short = VideoFactory(duration=900), VideoFactory(duration=300)
    set_online_resources(outline, [(unit, long), (unit, short)])
    one = enrol(outline)
    watch(one.student.user, short, (0, 5 * MINUTE))
    assert online(one)[0].credited == Decimal("1.5")


def test_class_that_moves_to_another_outline_keeps_the_credit_of_the_unit(
    enrolment: Enrolment, unit: OutlineUnit, video: Any
) -> None:
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    newer = OutlineFactory(course=enrolment.course)
    newer.units.filter(online_hours__gt=0).update(key=unit.key)
    set_online_resources(newer, [(newer.units.get(online_hours__gt=0), VideoFactory())])
    enrolment.teaching_class.outline = newer
    enrolment.teaching_class.save()
    (hours,) = online(enrolment)
    assert (hours.credited, hours.planned) == (3, 6)


def test_unit_with_another_key_takes_nothing_along(
    enrolment: Enrolment, unit: OutlineUnit, video: Any
) -> None:
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    newer = OutlineFactory(course=enrolment.course)
    newer.units.filter(online_hours__gt=0).update(key=uuid.uuid4())
    enrolment.teaching_class.outline = newer
    enrolment.teaching_class.save()
    assert online(enrolment)[0].credited == 0


def test_video_in_two_units_counts_in_the_first(outline: Any, video: Any) -> None:
    first, second = outline.units.order_by("position")[:2]
    assert set_online_resources(outline, [(first, video), (second, video)]) == 1
    assert OnlineResource.objects.get().unit == first


def test_outline_that_has_its_videos_never_changes(outline: Any, unit: Any, video: Any) -> None:
    assert set_online_resources(outline, [(unit, video)]) == 1
    assert set_online_resources(outline, [(unit, VideoFactory())]) == 0
    assert OnlineResource.objects.get().media == video


def test_outline_that_a_class_is_taught_by_gets_no_videos(outline: Any, unit: Any) -> None:
    TeachingClassFactory(outline=outline, term__institution=outline.institution)
    assert set_online_resources(outline, [(unit, VideoFactory())]) == 0


def test_video_of_unknown_length_does_not_count(outline: Any, unit: Any) -> None:
    assert set_online_resources(outline, [(unit, VideoFactory(duration=0))]) == 0


def test_counting_video_cannot_be_deleted(outline: Any, unit: Any, video: Any) -> None:
    set_online_resources(outline, [(unit, video)])
    with pytest.raises(ProtectedError):
        video.delete()


def test_rule_of_the_institution_goes_before_the_default(enrolment: Enrolment, video: Any) -> None:
    OnlineRule.objects.create(
        institution=enrolment.institution,
        whole_share="0.400",
        step_hours="1",
        citation="本校线上教学管理办法",
        valid_from=datetime.date(2026, 1, 1),
    )
    watch(enrolment.student.user, video, (0, 4 * MINUTE))
    (hours,) = online(enrolment)
    assert (hours.credited, hours.crediting.citation) == (6, "本校线上教学管理办法")


def test_rule_that_begins_during_the_term_waits_for_the_next(
    enrolment: Enrolment, video: Any
) -> None:
    OnlineRule.objects.create(
        institution=enrolment.institution,
        whole_share="0.400",
        step_hours="1",
        citation="新办法",
        valid_from=enrolment.term.first_monday + datetime.timedelta(days=1),
    )
    watch(enrolment.student.user, video, (0, 4 * MINUTE))
    assert online(enrolment)[0].credited == 2


def test_loading_rules_twice_changes_nothing() -> None:
    assert load_online_rules() == load_online_rules() == OnlineRule.objects.count() == 1


@given(
    planned=st.integers(0, 40),
    share=st.integers(0, 10_000).map(lambda n: Decimal(n) / 10_000),
    step=st.sampled_from([Decimal("0.01"), Decimal("0.25"), Decimal("0.5"), Decimal(1)]),
)
def test_credited_hours_never_exceed_the_share_before_it_is_whole(
    planned: int, share: Decimal, step: Decimal
) -> None:
    hours = Crediting(Decimal("0.95"), step).hours(planned, share)
    assert 0 <= hours <= planned
    assert share >= Decimal("0.95") or hours <= planned * share
    assert share < Decimal("0.95") or hours == planned


@pytest.mark.parametrize("count", [1, 3])
def test_hours_of_a_class_are_read_in_a_fixed_number_of_queries(
    enrolment: Enrolment, video: Any, django_assert_num_queries: Any, count: int
) -> None:
    EnrolmentFactory.create_batch(count, teaching_class=enrolment.teaching_class)
    watch(enrolment.student.user, video, (0, MINUTE))
    loaded = list(
        Enrolment.objects.select_related("student", "teaching_class", "term__institution")
    )
    # Units, their videos (two), what was watched, what was kept, the rules.
    with django_assert_num_queries(6):
        assert len(online_hours_of(loaded)) == count + 1


def test_report_takes_seven_queries(enrolment: Enrolment, video: Any) -> None:
    user = enrolment.student.user
    watch(user, video, (0, MINUTE))
    let_time_pass(user, minutes=2)
    with CaptureQueriesContext(connection) as captured:
        record_watched(user, video, ranges=[(MINUTE, 2 * MINUTE)])
    asked = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    # The record with its watcher, the pace; watcher and record written; videos of the unit, study.
    assert len(asked) == 7, asked


def test_student_sees_hours_of_classroom_and_videos_each_once(
    sign_in: Any, enrolment: Enrolment, video: Any
) -> None:
    client = sign_in("student", user=enrolment.student.user)
    watch(enrolment.student.user, video, (0, 5 * MINUTE))
    page = client.get(reverse("delivery:mine"))
    (row,) = page.context["rows"]
    assert (row.so_far, row.planned, row.reachable) == (3, 38, 38)
    text = page.content.decode()
    assert "3 / 6" in text
    assert "认识自我" in text
    assert "50 %" in text


def test_instructor_sees_online_hours_of_the_class(
    sign_in: Any, enrolment: Enrolment, video: Any
) -> None:
    watch(enrolment.student.user, video, (0, 10 * MINUTE))
    client = sign_in("office")
    page = client.get(reverse("delivery:class", args=[enrolment.teaching_class.public_id]))
    (unit,) = page.context["online_units"]
    assert (unit.complete, unit.students, unit.mean) == (1, 1, 6)
    assert "6 / 6" in page.content.decode()
