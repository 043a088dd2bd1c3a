"""Counting requests by window."""

from media.rate_limit import seconds_to_wait


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
