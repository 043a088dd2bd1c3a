"""What counts as watched: the content, once, and not faster than time passes."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from media.watching.domain import (
    TooFast,
    WatchRefused,
    record_watched,
    state_of,
    watched_ms_of,
    watched_share,
)
from media.watching.models import PaceRule, Watcher, WatchRecord
from tests.factories.institutions import UserFactory
from tests.factories.watching import VideoFactory, let_time_pass

pytestmark = pytest.mark.django_db
MINUTE = 60_000


@pytest.fixture
def student(db):
    return UserFactory()


@pytest.fixture
def video(db):
    return VideoFactory()


def watch(student, video, start, end, *, minutes=None, **values):
    """`minutes` of the server's clock pass before the report; by default as many as content."""
    record_watched(student, video)
    let_time_pass(student, minutes=(end - start) / MINUTE if minutes is None else minutes)
    return record_watched(student, video, ranges=[(start, end)], **values)


def test_opening_a_player_counts_nothing(student, video):
    known = record_watched(student, video)
    assert (known.watched_ms, known.duration_ms, known.percent) == (0, 600_000, 0)


def test_watched_content_counts(student, video):
    known = watch(student, video, 0, 3 * MINUTE)
    assert (known.watched_ms, known.credited_ms, known.percent) == (180_000, 180_000, 30)
    assert watched_share(student, video) == known.share


def test_seeking_ahead_counts_only_what_was_played(student, video):
    watch(student, video, 0, MINUTE)
    known = watch(student, video, 9 * MINUTE, 10 * MINUTE)
    assert known.watched_ms == 2 * MINUTE
    assert WatchRecord.objects.get().ranges == [[0, MINUTE], [9 * MINUTE, 10 * MINUTE]]


def test_watching_again_counts_once(student, video):
    watch(student, video, 0, 3 * MINUTE)
    known = watch(student, video, MINUTE, 4 * MINUTE)
    assert (known.watched_ms, known.credited_ms) == (4 * MINUTE, MINUTE)


def test_double_speed_counts_the_content_once(student, video):
    known = watch(student, video, 0, 4 * MINUTE, minutes=2)
    assert known.watched_ms == 4 * MINUTE


def test_faster_than_double_speed_is_not_yet_accepted_and_changes_nothing(student, video):
    with pytest.raises(TooFast) as refused:
        watch(student, video, 0, 6 * MINUTE, minutes=1)
    # 360 s of content, 120 s earned, 10 s tolerance: 230 s are missing, at 2 a second.
    assert refused.value.seconds == pytest.approx(115, abs=1)
    assert state_of(student, video).watched_ms == 0
    let_time_pass(student, seconds=refused.value.seconds)
    assert record_watched(student, video, ranges=[(0, 6 * MINUTE)]).watched_ms == 6 * MINUTE


def test_reports_at_double_speed_never_fall_behind(student, video):
    record_watched(student, video)
    for start in range(0, 600_000, 30_000):
        let_time_pass(student, seconds=15)
        record_watched(student, video, ranges=[(start, start + 30_000)])
    assert state_of(student, video).percent == 100


def test_tolerance_is_granted_once_and_not_with_each_report(student, video):
    record_watched(student, video)
    record_watched(student, video, ranges=[(0, 9_000)])
    with pytest.raises(TooFast):
        record_watched(student, video, ranges=[(9_000, 18_000)])


def test_first_report_that_is_too_fast_begins_the_account(student, video):
    with pytest.raises(TooFast):
        record_watched(student, video, ranges=[(0, 5 * MINUTE)])
    assert Watcher.objects.get().balance_ms == 0
    let_time_pass(student, minutes=2.5)
    assert record_watched(student, video, ranges=[(0, 5 * MINUTE)]).percent == 50


def test_two_devices_share_one_account(student, video):
    other = VideoFactory()
    record_watched(student, video)
    record_watched(student, other)
    let_time_pass(student, minutes=2)
    record_watched(student, video, ranges=[(0, 4 * MINUTE)])
    with pytest.raises(TooFast):
        record_watched(student, other, ranges=[(0, 4 * MINUTE)])
    assert state_of(student, other).watched_ms == 0


def test_account_of_another_person_is_another(student, video):
    watch(student, video, 0, 2 * MINUTE)
    assert state_of(UserFactory(), video).watched_ms == 0


def test_backlog_of_a_lost_connection_is_credited(student, video):
    watch(student, video, 0, MINUTE)
    # The connection is gone for half an hour; what the buffer held is reported in pieces.
    let_time_pass(student, minutes=30)
    record_watched(student, video, ranges=[(MINUTE, 4 * MINUTE), (5 * MINUTE, 6 * MINUTE)])
    assert record_watched(student, video, ranges=[(4 * MINUTE, 5 * MINUTE)]).percent == 60


def test_waiting_for_days_earns_no_more_than_the_longest_time_offline(student):
    long = VideoFactory(duration=6 * 3600)
    record_watched(student, long)
    let_time_pass(student, days=3)
    with pytest.raises(TooFast) as refused:
        record_watched(student, long, ranges=[(0, 5 * 60 * MINUTE)])
    assert refused.value.seconds is None
    assert record_watched(student, long, ranges=[(0, 4 * 60 * MINUTE)]).watched_ms == 240 * MINUTE
    with pytest.raises(TooFast):
        record_watched(student, long, ranges=[(240 * MINUTE, 241 * MINUTE)])


def test_report_sent_again_counts_once_and_costs_nothing(student, video):
    watch(student, video, 0, 2 * MINUTE)
    balance = Watcher.objects.get().balance_ms
    again = record_watched(student, video, ranges=[(0, 2 * MINUTE)])
    assert (again.watched_ms, again.credited_ms) == (2 * MINUTE, 0)
    assert Watcher.objects.get().balance_ms == balance


def test_dated_rule_decides_the_pace(student, video):
    PaceRule.objects.create(
        max_rate="1.0",
        longest_offline_minutes=10,
        tolerance_seconds=0,
        citation="测试",
        valid_from=datetime.date(2020, 1, 1),
    )
    with pytest.raises(TooFast):
        watch(student, video, 0, 2 * MINUTE, minutes=1)
    assert watch(student, video, 0, MINUTE, minutes=1).watched_ms == MINUTE


def test_rule_that_has_ended_decides_nothing(student, video):
    PaceRule.objects.create(
        max_rate="1.0",
        longest_offline_minutes=10,
        tolerance_seconds=0,
        citation="测试",
        valid_from=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2021, 1, 1),
    )
    assert watch(student, video, 0, 2 * MINUTE, minutes=1).watched_ms == 2 * MINUTE


@pytest.mark.parametrize(
    "values",
    [
        {"ranges": [(0, 600_001)]},
        {"ranges": [(-1, 5)]},
        {"ranges": [(5, 5)]},
        {"ranges": [(0, 5), (9, 7)]},
        {"ranges": [(2 * n, 2 * n + 1) for n in range(201)]},
        {"position_ms": 600_001},
        {"position_ms": -1},
        {"position_ms": 5, "position_age": -1},
        {"position_ms": 5, "position_age": float("nan")},
        {"position_ms": 5, "position_age": float("inf")},
    ],
)
def test_impossible_report_is_refused_in_words_and_changes_nothing(student, video, values):
    watch(student, video, 0, MINUTE, position_ms=7)
    with pytest.raises(WatchRefused, match=r"\w"):
        record_watched(student, video, **values)
    known = state_of(student, video)
    assert (known.watched_ms, known.position_ms) == (MINUTE, 7)


def test_recording_of_unknown_length_cannot_count(student):
    with pytest.raises(WatchRefused):
        record_watched(student, VideoFactory(duration=0), ranges=[(0, 5)])


def test_newer_position_replaces_the_older_whatever_comes_first(student, video):
    record_watched(student, video, position_ms=9_000, position_age=0)
    # A device that was offline reports late where it had stopped an hour ago.
    late = record_watched(student, video, position_ms=2_000, position_age=3600)
    assert late.position_ms == 9_000
    assert record_watched(student, video, position_ms=3_000).position_ms == 3_000


def test_watched_of_many_people_is_one_query(student, video, django_assert_num_queries):
    watch(student, video, 0, MINUTE)
    other = UserFactory()
    with django_assert_num_queries(1):
        found = watched_ms_of([student.pk, other.pk], [video.pk])
    assert found == {(student.pk, video.pk): MINUTE}


class Forger(TestCase):
    """Whatever is reported, in whatever order: never more than real time × rate + tolerance."""

    steps = st.lists(
        st.tuples(
            st.integers(0, 90),
            st.integers(0, 1),
            st.integers(0, 599_000),
            st.integers(1, 300_000),
        ),
        max_size=12,
    )

    @given(steps)
    def test_nobody_is_credited_more_than_time_allows(self, steps):
        student = UserFactory()
        videos = [VideoFactory(), VideoFactory()]
        began = datetime.datetime.now(datetime.UTC)
        record_watched(student, videos[0])
        passed = 0
        for seconds, which, start, length in steps:
            let_time_pass(student, seconds=seconds)
            passed += seconds
            end = min(600_000, start + length)
            with contextlib.suppress(TooFast):
                record_watched(student, videos[which], ranges=[(start, end)])
            credited = sum(watched_ms_of([student.pk], [v.pk for v in videos]).values())
            really = (datetime.datetime.now(datetime.UTC) - began).total_seconds()
            assert credited <= (passed + really) * 2_000 + 10_000
