"""Counting requests by window."""

import pytest

from media import rate_limit
from media.rate_limit import seconds_to_wait


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands at the beginning of a window until it is moved."""

    class Clock:
        now = 1_800_000_000.0

    monkeypatch.setattr(rate_limit.time, "time", lambda: Clock.now)
    return Clock


def ask(who="192.0.2.1", what="page"):
    return seconds_to_wait(what, who, limit=3, seconds=60)


def test_first_requests_need_not_wait(clock):
    assert [ask() for _ in range(3)] == [0, 0, 0]


def test_further_requests_wait_for_the_next_window(clock):
    for _ in range(3):
        ask()
    clock.now += 20
    assert ask() == 41
    clock.now += 41
    assert ask() == 0


def test_others_and_other_things_are_counted_apart(clock):
    for _ in range(4):
        ask()
    assert ask(who="192.0.2.2") == ask(what="export") == 0
