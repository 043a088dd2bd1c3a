"""Proposals of joint classes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.teaching.domain import ClassSize, propose_joint_classes


def classes_of(*sizes: int, major: int = 1, department: int = 1, campus: int | None = 1, start=1):
    return [
        ClassSize(
            id=number,
            name=f"班{number:04d}",
            size=size,
            campus_id=campus,
            department_id=department,
            major_id=major,
            entry_year=2026,
        )
        for number, size in enumerate(sizes, start=start)
    ]


def ids(proposals):
    return [tuple(each.id for each in joint.classes) for joint in proposals]


def test_four_equal_classes_become_two_of_two() -> None:
    proposals = propose_joint_classes(classes_of(40, 40, 40, 40), max_size=130)
    assert [len(joint.classes) for joint in proposals] == [2, 2]


def test_classes_of_a_major_are_joined_first() -> None:
    mixed = classes_of(40, 40, major=1) + classes_of(40, 40, major=2, start=3)
    assert ids(propose_joint_classes(mixed, max_size=100)) == [(1, 2), (3, 4)]


def test_single_classes_are_joined_within_the_department_before_across() -> None:
    mixed = [
        *classes_of(40, major=1, department=1),
        *classes_of(40, major=2, department=2, start=2),
        *classes_of(40, major=3, department=1, start=3),
        *classes_of(40, major=4, department=2, start=4),
    ]
    assert ids(propose_joint_classes(mixed, max_size=100)) == [(1, 3), (2, 4)]


def test_what_is_left_is_joined_across_departments_of_the_campus() -> None:
    mixed = classes_of(40, department=1) + classes_of(40, department=2, start=2)
    assert ids(propose_joint_classes(mixed, max_size=100)) == [(1, 2)]


def test_campuses_are_never_mixed() -> None:
    mixed = (
        classes_of(30, campus=1)
        + classes_of(30, campus=2, start=2)
        + classes_of(30, campus=None, start=3)
    )
    assert len(propose_joint_classes(mixed, max_size=200)) == 3


def test_class_larger_than_the_limit_stays_alone() -> None:
    assert ids(propose_joint_classes(classes_of(150, 40, 40), max_size=100)) == [(1,), (2, 3)]


def test_no_classes_give_no_proposals() -> None:
    assert propose_joint_classes([], max_size=100) == []


@pytest.mark.parametrize("limits", [{"max_size": 0}, {"max_size": 100, "max_classes": 0}])
def test_senseless_limits_are_refused(limits) -> None:
    with pytest.raises(ValueError):
        propose_joint_classes(classes_of(40), **limits)


class_lists = st.lists(
    st.tuples(
        st.integers(1, 160),
        st.integers(1, 3),
        st.integers(1, 3),
        st.sampled_from([None, 1, 2]),
        st.sampled_from([2025, 2026]),
    ),
    max_size=40,
).map(
    lambda rows: [
        ClassSize(number, f"班{number:04d}", size, campus, department, major, year)
        for number, (size, major, department, campus, year) in enumerate(rows)
    ]
)


@given(class_lists, st.integers(1, 300), st.integers(1, 4))
def test_every_class_sits_exactly_once_within_the_limits(classes, max_size, max_classes) -> None:
    proposals = propose_joint_classes(classes, max_size=max_size, max_classes=max_classes)
    seated = sorted(each.id for joint in proposals for each in joint.classes)
    assert seated == [each.id for each in classes]
    for joint in proposals:
        assert len(joint.classes) <= max_classes
        assert joint.size <= max_size or len(joint.classes) == 1
        assert len({(each.campus_id, each.entry_year) for each in joint.classes}) == 1


@given(class_lists, st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(classes, shuffler: random.Random) -> None:
    shuffled = list(classes)
    shuffler.shuffle(shuffled)
    assert propose_joint_classes(shuffled, max_size=120) == propose_joint_classes(
        classes, max_size=120
    )


@given(class_lists, st.integers(1, 300))
def test_no_two_single_classes_of_a_campus_could_still_be_joined(classes, max_size) -> None:
    alone = [
        joint.classes[0]
        for joint in propose_joint_classes(classes, max_size=max_size)
        if len(joint.classes) == 1
    ]
    for one in alone:
        for other in alone:
            same_place = (one.campus_id, one.entry_year) == (other.campus_id, other.entry_year)
            assert one == other or not same_place or one.size + other.size > max_size
