"""What changed between two versions of a syllabus."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.curriculum.domain import Hours, compare_outlines, compare_units
from courses.curriculum.domain.differences import UnitLine
from tests.factories.curriculum import OutlineFactory


def line(position, title, *, key=None, hours=2, content=""):
    return UnitLine(position, key, title, content, Hours(theory=hours))


KEYS = [uuid.UUID(int=number) for number in range(1, 9)]


def units(*titles, hours=2):
    return [
        line(place, title, key=KEYS[ord(title[0]) % 8], hours=hours)
        for place, title in enumerate(titles, start=1)
    ]


def test_same_units_have_no_difference():
    found = compare_units(units("A", "B"), units("A", "B"))
    assert found.changed == []
    assert found.difference == 0


def test_unit_with_the_same_key_and_another_title_is_renamed():
    before, after = [line(1, "认识自我", key=KEYS[0])], [line(1, "自我探索", key=KEYS[0])]
    (change,) = compare_units(before, after).changed
    assert change.is_renamed
    assert not change.is_added
    assert not change.hours_changed


def test_unit_without_a_key_is_known_by_its_title():
    before, after = [line(1, "认识自我")], [line(1, "认识自我", key=KEYS[0], hours=4)]
    (change,) = compare_units(before, after).changed
    assert change.hours_changed
    assert change.difference == 2


def test_added_and_removed_units_are_named():
    found = compare_units(units("A", "B"), units("B", "C"))
    assert [change.unit.title for change in found.changed if change.is_added] == ["C"]
    assert [change.unit.title for change in found.changed if change.is_removed] == ["A"]
    assert not any(change.moved for change in found.changes)


def test_unit_put_elsewhere_is_moved_and_its_neighbours_are_not():
    found = compare_units(units("A", "B", "C", "D"), units("D", "A", "B", "C"))
    assert [change.unit.title for change in found.changed] == ["D"]
    assert found.changed[0].moved


def test_two_units_of_one_title_are_matched_one_to_one():
    before = [line(1, "案例"), line(2, "案例")]
    after = [line(1, "案例"), line(2, "案例"), line(3, "案例")]
    found = compare_units(before, after)
    assert [change.is_added for change in found.changes] == [False, False, True]


TITLES = st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8)


@given(before=TITLES, after=TITLES)
def test_every_unit_is_accounted_for_once(before, after):
    found = compare_units(units(*before), units(*after))
    assert [c.after.title for c in found.changes if c.after] == list(after)
    assert sorted(c.before.title for c in found.changes if c.before) == sorted(before)
    assert found.after.total - found.before.total == sum(c.difference for c in found.changes)
    stay = [c for c in found.changes if c.before and c.after and not c.moved]
    places = [c.before.position for c in stay]
    assert places == sorted(places)


@given(titles=TITLES)
def test_nothing_changes_between_equal_versions(titles):
    assert compare_units(units(*titles), units(*titles)).changed == []


@pytest.mark.django_db
def test_any_two_outlines_of_a_course_are_compared():
    older = OutlineFactory()
    newer = OutlineFactory(course=older.course)
    assert compare_outlines(older, newer).before.total == older.contact_hours
