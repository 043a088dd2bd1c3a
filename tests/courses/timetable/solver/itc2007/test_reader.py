"""Files of the competition are read whole or refused with the line that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.timetable.solver.itc2007.model import Course, Curriculum, Lecture, Room
from courses.timetable.solver.itc2007.reader import (
    BadFile,
    parse_instance,
    read_instance,
    read_solution,
)
from courses.timetable.solver.itc2007.writer import format_solution, write_solution

from .instances import RIGHT, TOY, instance_text, instances


def test_an_instance_is_read():
    instance = parse_instance(TOY)
    assert (instance.name, instance.days, instance.periods_per_day) == ("Toy", 3, 4)
    assert instance.courses[1] == Course("Optics", "Weber", 3, 2, 42)
    assert instance.rooms == (Room("Attic", 32), Room("Barn", 50))
    assert instance.curricula[1] == Curriculum("Second", ("Weaving", "Optics"))
    assert instance.unavailable == {("Optics", 2, 0), ("Optics", 2, 1), ("Weaving", 0, 3)}


@given(instances())
def test_what_is_written_is_read_back(instance):
    assert parse_instance(instance_text(instance)) == instance


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Courses: 4", "Courses: 5", "line 15: ROOMS: comes too early"),
        ("Courses: 4", "Courses: 3", "line 13: ROOMS: should stand here"),
        ("Courses: 4", "Courses: four", "line 2: Courses should be a whole number, not 'four'"),
        ("Courses: 4", "Courses: 0", "line 2: Courses should be from 1 to 1000000, not 0"),
        ("Rooms: 2", "Halls: 2", "line 3: 'Rooms: …' should stand here"),
        ("Periods_per_day: 4", "Periods_per_day: 99", "line 5: Periods_per_day should be from 1"),
        ("Drawing Ochs 3 3 30", "Drawing Ochs 3 3", "line 10: .* 5 columns, not 4"),
        ("Drawing Ochs 3 3 30", "Drawing Ochs -3 3 30", "line 10: the number of lectures"),
        ("Drawing Ochs 3 3 30", "Optics Ochs 3 3 30", "line 11: course 'Optics' is given twice"),
        ("Drawing Ochs 3 3 30", "Drawing Ochs 30 3 30", "line 13: there are more lectures than"),
        ("Barn 50", "Attic 50", "line 17: room 'Attic' is given twice"),
        ("First 3 Drawing", "First 3 Art", "line 20: course 'Art' of the curriculum is unknown"),
        ("First 3 Drawing", "First 4 Drawing", "line 20: 4 courses are announced, 3 are given"),
        ("First 3 Drawing", "First 3 Optics", "line 20: a course stands twice"),
        ("Second 2", "First 2", "line 21: curriculum 'First' is given twice"),
        ("Optics 2 0", "Optics 3 0", "line 24: the day should be from 0 to 2, not 3"),
        ("Optics 2 0", "Optics 2 4", "line 24: the period should be from 0 to 3, not 4"),
        ("Optics 2 0", "Art 2 0", "line 24: course 'Art' of the constraint is unknown"),
        ("Constraints: 3", "Constraints: 4", "line 28: END. comes too early"),
        ("END.", "", "line 28: the file ends where END. should follow"),
        ("Barn 50", f"Barn {'9' * 5000}", "line 17: the capacity should be from 0"),
    ],
)
def test_a_wrong_line_is_named(old, new, message):
    with pytest.raises(BadFile, match=message):
        parse_instance(TOY.replace(old, new, 1))


@given(st.integers(0, len(TOY) - 6))
def test_a_truncated_file_is_refused(length):
    with pytest.raises(BadFile):
        parse_instance(TOY[:length])


@given(st.text(max_size=300))
def test_any_text_is_refused_or_read(text):
    with pytest.raises(BadFile):
        parse_instance(text)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    file = tmp_path / "bad.ctt"
    file.write_bytes(b"\xff\xfe\x00Name")
    with pytest.raises(BadFile, match="not text in UTF-8"):
        read_instance(file)


def test_a_solution_is_written_a_lecture_a_line():
    assert format_solution([Lecture("Optics", "Barn", 0, 1)]) == "Optics Barn 0 1\n"


def test_a_solution_that_is_written_is_read_back(tmp_path):
    file = tmp_path / "toy.sol"
    write_solution(file, RIGHT)
    assert read_solution(file) == RIGHT
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("line", ["Optics Barn 0", "Optics Barn 0 x", "Optics Barn -1 0"])
def test_a_wrong_line_of_a_solution_is_named(tmp_path, line):
    file = tmp_path / "toy.sol"
    file.write_text(f"Optics Barn 0 1\n{line}\n", encoding="utf-8")
    with pytest.raises(BadFile, match="line 2: a lecture should be"):
        read_solution(file)
