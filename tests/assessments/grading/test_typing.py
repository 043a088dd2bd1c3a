"""Typing scores into the page of a sheet."""

import re

import pytest

from assessments.grading.enums import GradeStatus
from tests.assessments.grading.building import taught_class
from tests.assessments.grading.screens import body, field, lock, url


def test_instructor_types_scores_and_sees_the_total(taught, client_of):
    client = client_of(taught.instructor)
    data = {field(taught, 0, "coursework"): "６３", field(taught, 0, "final"): "84"}
    page = body(client.post(url("scores", taught), data, follow=True))
    assert taught.entry(0).total == 71
    assert "<strong>71</strong>" in page


def test_status_is_chosen_on_the_page(taught, client_of):
    data = {field(taught, 0, "status"): "deferred"}
    client_of(taught.instructor).post(url("scores", taught), data)
    assert taught.entry(0).status == GradeStatus.DEFERRED


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("101", "0～100"),
        ("-5", "0～100"),
        ("八十", "不是数字"),
        ("缺考", "状态"),
        ("84.555", "小数"),
    ],
)
def test_bad_score_is_shown_beside_its_cell_and_nothing_is_saved(taught, client_of, value, said):
    data = {field(taught, 0, "final"): value, field(taught, 1, "final"): "90"}
    answer = client_of(taught.instructor).post(url("scores", taught), data)
    assert answer.status_code == 400
    assert said in body(answer)
    assert f'value="{value}"' in body(answer)
    assert not taught.entry(1).scores.exists()


def test_status_that_is_none_is_refused(taught, client_of):
    data = {field(taught, 0, "status"): "genius"}
    assert client_of(taught.instructor).post(url("scores", taught), data).status_code == 400


def test_extra_fields_are_ignored(taught, client_of):
    data = {
        field(taught, 0, "final"): "84",
        field(taught, 0, "total"): "100",
        field(taught, 0, "bonus"): "100",
        "state": "locked",
        "total": "100",
        "by": str(taught.office.pk),
    }
    client_of(taught.instructor).post(url("scores", taught), data)
    taught.sheet.refresh_from_db()
    assert (taught.sheet.state, taught.entry(0).total) == ("draft", None)


def test_entry_of_another_sheet_in_the_same_form_is_ignored(taught, institution, client_of):
    other = taught_class(institution, term=taught.teaching_class.term)
    data = {field(other, 0, "final"): "84"}
    client_of(taught.instructor).post(url("scores", taught), data)
    assert not other.entry(0).scores.exists()


def test_old_page_does_not_undo_what_a_colleague_recorded(taught, client_of):
    was = {f"{taught.entry(n).public_id.hex}-was": "||normal" for n in range(3)}
    taught.record((63, 84))
    data = was | {field(taught, 0, "final"): "", field(taught, 1, "final"): "70"}
    client_of(taught.instructor).post(url("scores", taught), data)
    assert taught.entry(0).total == 71
    assert taught.entry(1).scores.get().score == 70


def test_two_people_typing_into_one_cell_are_told(taught, client_of):
    was = f"{taught.entry(0).public_id.hex}-was"
    taught.record((63, 84))
    data = {was: "63||normal", field(taught, 0, "final"): "90"}
    answer = client_of(taught.instructor).post(url("scores", taught), data)
    assert answer.status_code == 400
    assert "84" in body(answer)
    assert taught.entry(0).total == 71


def test_locked_sheet_takes_no_scores(taught, client_of):
    lock(taught)
    client_of(taught.office).post(url("scores", taught), {field(taught, 0, "final"): "99"})
    assert taught.entry(0).total == 54


def test_submitting_tells_who_is_missing(taught, client_of):
    taught.record((63, 84))
    page = body(client_of(taught.instructor).post(url("submit", taught), follow=True))
    assert taught.number(1) in page


def test_way_of_a_sheet_from_submission_to_the_lock(taught, client_of):
    instructor, office = client_of(taught.instructor), client_of(taught.office)
    taught.record((50, 60), (70, 70), (80, 80))
    instructor.post(url("submit", taught))
    office.post(url("return", taught), {"note": "请核对第一名学生"})
    assert "请核对第一名学生" in body(instructor.get(url("sheet", taught)))
    instructor.post(url("submit", taught))
    office.post(url("lock", taught))
    assert taught.enrolment(2).grade == 80


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("show=failed", [0]),
        ("show=status", [2]),
        ("show=incomplete", []),
    ],
)
def test_sheet_is_filtered_by_the_address(taught, client_of, query, shown):
    taught.record((50, 60), (70, 70), GradeStatus.EXEMPT)
    page = body(client_of(taught.instructor).get(f"{url('sheet', taught)}?{query}"))
    assert [n for n in range(3) if taught.number(n) in page] == shown


def test_sheet_is_sorted_by_total(taught, client_of):
    taught.record((50, 60), (70, 70), (60, 70))
    page = body(client_of(taught.instructor).get(url("sheet", taught), {"sort": "-total"}))
    assert sorted(range(3), key=lambda n: page.find(taught.number(n))) == [1, 2, 0]


def test_search_finds_one_student(taught, client_of):
    page = body(client_of(taught.instructor).get(url("sheet", taught), {"text": taught.number(1)}))
    assert taught.students[1].name in page
    assert taught.number(0) not in page


def test_distribution_is_shown_as_a_table(taught, client_of):
    taught.record((50, 60), (70, 70), (90, 95))
    page = body(client_of(taught.instructor).get(url("sheet", taught)))
    assert re.search(r"90–100</th><td class=\"number\">1</td><td class=\"number\">33<", page)
