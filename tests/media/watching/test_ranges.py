"""Ranges are a set of moments: order, repetition and splitting don't matter."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from media.watching.ranges import add, merge, total

LENGTH = 2_000
moments = st.integers(min_value=0, max_value=LENGTH)
ranges = st.lists(st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair))), max_size=30)


def moments_of(some):
    return {moment for start, end in some for moment in range(start, end)}


@given(ranges)
def test_merge_keeps_exactly_the_moments(some):
    merged = merge(some)
    assert moments_of(merged) == moments_of(some)
    assert total(some) == len(moments_of(some)) <= LENGTH


@given(ranges)
def test_merged_ranges_are_sorted_and_apart(some):
    merged = merge(some)
    assert all(start < end for start, end in merged)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(merged))


@given(ranges)
def test_merging_again_changes_nothing(some):
    assert merge(merge(some)) == merge(some)


@given(ranges, ranges)
def test_adding_twice_is_adding_once(seen, more):
    assert add(add(seen, more), more) == add(seen, more)


@given(ranges, ranges)
def test_order_of_two_reports_does_not_matter(one, two):
    assert add(one, two) == add(two, one)


@given(ranges, ranges, ranges)
def test_grouping_of_reports_does_not_matter(one, two, three):
    assert add(add(one, two), three) == add(one, add(two, three))


@given(ranges, ranges)
def test_adding_never_takes_away(seen, more):
    assert total(add(seen, more)) >= max(total(seen), total(more))
