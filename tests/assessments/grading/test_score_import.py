"""Filled-in sheets on their way in."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from assessments.grading.domain.score_import import import_scores, preview_scores
from assessments.grading.domain.sheets import submit_sheet
from assessments.grading.domain.template import sheet_template
from assessments.grading.enums import GradeStatus
from assessments.grading.models import ComponentScore
from media.imports.errors import ImportRefused
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.reading import read_workbook
from tests.assessments.grading.building import HEADER, filled_sheet, taught_class, workbook

NAME = "成绩.xlsx"


def preview(taught, content, name=NAME):
    return preview_scores(taught.sheet, content=content, filename=name)


def apply(taught, content, name=NAME, by=None):
    return import_scores(taught.sheet, content=content, filename=name, by=by)


def problems(found):
    """(cell, reason) of all bad cells."""
    return [
        (f"{cell['letter']}{row['number']}", reason)
        for row in found["bad_rows"]
        for cell in row["cells"]
        for reason in cell["problems"]
    ]


def counts(receipt):
    return [line["count"] for line in receipt["counts"]]


def test_filled_sheet_is_recorded_with_totals(taught):
    content = filled_sheet(taught, [[63, 84], [87, 79], [96, 83]])
    assert counts(apply(taught, content, by=taught.instructor)) == [3, 3, 0, 0]
    assert [taught.entry(n).total for n in range(3)] == [71, 84, 91]


def test_same_file_again_changes_nothing(taught):
    content = filled_sheet(
        taught, [[63, 84, 71], [87, "缺考", "缺考", "缺考"], ["", "", "", "免修"]]
    )
    apply(taught, content)
    rows = list(ComponentScore.objects.values_list("pk", "score"))
    assert counts(apply(taught, content)) == [3, 0, 3, 0]
    assert list(ComponentScore.objects.values_list("pk", "score")) == rows


def test_statuses_stand_in_remarks_or_in_score_cells(institution):
    taught = taught_class(institution, students=4)
    lines = [[58, "", "", "缓考"], [98, "缺考", "", ""], ["", "", "", "免修"], [85, "", "作弊", ""]]
    apply(taught, filled_sheet(taught, lines))
    assert [taught.entry(n).status for n in range(4)] == [
        "deferred", "absent", "exempt", "misconduct",
    ]  # fmt: skip


def test_zero_beside_a_status_means_no_score(taught):
    content = filled_sheet(taught, [[85, 0, 0, "作弊"], [98, "0", "0", "缺考"], [0, 0, 0, "免修"]])
    assert preview(taught, content)["notes"] == []
    apply(taught, content)
    assert [taught.entry(n).scores.filter(component__code="final").count() for n in range(3)] == [
        0, 0, 0,
    ]  # fmt: skip
    assert taught.entry(0).scores.get().score == 85


def test_sheet_printed_as_two_blocks_is_read(institution):
    taught = taught_class(institution, students=5)
    lines = [
        [n + 1, student.student_number, student.name, 60 + n, 80 + n, "", ""]
        for n, student in enumerate(taught.students)
    ]
    rows = [
        ["学生成绩登记表"],
        ["平时成绩比例６０％ 期末成绩比例４０％"],
        [],
        [*HEADER, *HEADER],
        *([*left, *right] for left, right in zip(lines[:3], [*lines[3:], [""] * 7], strict=True)),
        ["任课教师（签名）：", "", "", "教研室主任："],
    ]
    assert counts(apply(taught, workbook(rows))) == [5, 5, 0, 0]
    assert taught.entry(4).total == 72


def test_numbers_stored_as_text_and_full_width_are_read(taught):
    apply(taught, filled_sheet(taught, [["63", "８４"], ["８７．５", " 79 "], [96, "83"]]))
    assert [taught.entry(n).total for n in range(3)] == [71, 84, 91]


def test_csv_in_gb18030_is_read(taught):
    lines = [",".join(["学号", "姓名", "平时", "卷面"])]
    lines += [f"{s.student_number},{s.name},80,90" for s in taught.students]
    assert counts(apply(taught, "\n".join(lines).encode("gb18030"), "成绩.csv")) == [3, 3, 0, 0]


def test_preview_shows_old_and_new_and_writes_nothing(taught):
    taught.record((63, 84))
    found = preview(taught, filled_sheet(taught, [[63, 90], [87, 79], [96, 83]]))
    assert found["difference"]["counts"] == {"new": 0, "changed": 3, "unchanged": 0}
    assert found["difference"]["changed"][0]["fields"] == [
        {"label": "期末成绩", "old": "84", "new": "90"},
        {"label": "总评成绩", "old": "71", "new": "74"},
    ]
    assert taught.entry(0).total == 71


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ([101, 84], "D4", "0～100"),
        ([-1, 84], "D4", "0～100"),
        ([63, "84.555"], "E4", "小数"),
        ([63, "八十四"], "E4", "不是数字"),
        ([63, "良好"], "E4", "百分制"),
        ([63, 84, "", "缓考"], "E4", "不应有"),
        ([63, "", "", "免修"], "D4", "不应有"),
        ([63, "缺考", "", "缓考"], "G4", "又有"),
        ([63, "", "", "缓考、缺考"], "G4", "不止一种"),
    ],
)
def test_bad_cell_is_marked_in_words_and_nothing_is_recorded(taught, line, cell, said):
    content = filled_sheet(taught, [line, [87, 79], [96, 83]])
    [(place, reason)] = problems(preview(taught, content))
    assert place == cell
    assert said in reason
    with pytest.raises(ImportRefused):
        apply(taught, content)
    assert not ComponentScore.objects.exists()


def rows_with(taught, number, name):
    return workbook([HEADER, [1, number, name, 63, 84]])


def test_unknown_number_is_marked(taught):
    [(place, reason)] = problems(preview(taught, rows_with(taught, "9999999", "某人")))
    assert (place, "没有" in reason) == ("B2", True)


def test_lost_leading_zeros_are_explained(taught):
    number = taught.number(0)
    found = preview(taught, rows_with(taught, int(number), taught.students[0].name))
    [(_place, reason)] = problems(found)
    assert number in reason


def test_name_of_another_student_is_marked(taught):
    found = preview(taught, rows_with(taught, taught.number(0), taught.students[1].name))
    [(place, reason)] = problems(found)
    assert (place, taught.students[0].name in reason) == ("C2", True)


def test_student_listed_twice_is_marked_in_the_second_row(taught):
    student = taught.students[0]
    line = [1, student.student_number, student.name, 63, 84]
    [(place, reason)] = problems(preview(taught, workbook([HEADER, line, line])))
    assert (place, "2" in reason) == ("B3", True)


def test_students_not_in_the_file_are_listed_and_stay(taught):
    taught.record((60, 60), (87, 79), (96, 83))
    content = filled_sheet(taught, [[63, 84]])
    found = preview(taught, content)
    assert any(taught.number(1) in note and taught.number(2) in note for note in found["notes"])
    assert counts(apply(taught, content)) == [1, 1, 0, 2]
    assert taught.entry(1).total == 84


def test_total_that_differs_is_a_warning_at_its_cell(taught):
    found = preview(taught, filled_sheet(taught, [[63, 84, 72], [87, 79, 84], [96, 83, ""]]))
    assert found["counts"]["bad"] == 0
    [note] = found["notes"]
    assert note.startswith("F4")
    assert "72" in note
    assert "71" in note


def test_remark_that_is_no_status_is_a_warning(taught):
    [note] = preview(taught, filled_sheet(taught, [[63, 84, "", "转专业"], [1, 1], [1, 1]]))[
        "notes"
    ]
    assert "转专业" in note


def test_empty_cell_empties_a_stored_score_and_says_so(taught):
    taught.record((63, 84), (87, 79), (96, 83))
    content = filled_sheet(taught, [[63, ""], [87, 79], [96, 83]])
    assert any("清空" in note for note in preview(taught, content)["notes"])
    apply(taught, content)
    assert taught.entry(0).total is None


def test_status_in_the_file_replaces_a_stored_exam_score(taught):
    taught.record((63, 84), (87, 79), (96, 83))
    apply(taught, filled_sheet(taught, [[63, "", "", "缓考"], [87, 79], [96, 83]]))
    assert (taught.entry(0).status, taught.entry(0).total) == (GradeStatus.DEFERRED, None)


@pytest.mark.parametrize(
    "title", ["平时成绩比例５０％ 期末成绩比例５０％", "平时50% 期末50%", "平时占50%，期末占50%"]
)
def test_other_weights_in_the_title_are_refused(taught, title):
    content = filled_sheet(taught, [[63, 84]], titles=[title])
    with pytest.raises(ImportRefused, match="60%"):
        preview(taught, content)


def test_same_weights_in_the_title_are_accepted(taught):
    content = filled_sheet(taught, [[63, 84]], titles=["平时成绩比例60% 期末成绩比例40%"])
    assert preview(taught, content)["counts"]["good"] == 1


def test_other_weight_in_a_header_is_refused(taught):
    student = taught.students[0]
    rows = [
        ["学号", "姓名", "平时成绩（50%）", "期末成绩"],
        [student.student_number, student.name, 63, 84],
    ]
    with pytest.raises(ImportRefused):
        preview(taught, workbook(rows))


def test_file_of_another_class_is_refused(taught):
    content = filled_sheet(taught, [[63, 84]], titles=["教学班：(2026-2027-1)-C9999999-09"])
    with pytest.raises(ImportRefused, match="C9999999-09"):
        preview(taught, content)


def test_file_without_the_exam_column_is_refused_with_its_name(taught):
    with pytest.raises(SpreadsheetRefused, match="期末成绩"):
        preview(taught, workbook([["学号", "姓名", "平时成绩"], ["1", "某人", 60]]))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00" * 100])
def test_damaged_file_is_refused(taught, content):
    with pytest.raises(SpreadsheetRefused):
        preview(taught, content)


def test_submitted_sheet_takes_no_file(taught):
    taught.record((63, 84), (87, 79), (96, 83))
    submit_sheet(taught.sheet, by=None)
    with pytest.raises(ImportRefused):
        preview(taught, filled_sheet(taught, [[64, 84]]))


def test_somebody_else_can_not_import(taught, sign_in):
    with pytest.raises(PermissionDenied):
        apply(taught, filled_sheet(taught, [[63, 84]]), by=sign_in("instructor").user)


def test_template_comes_back_unchanged(institution):
    taught = taught_class(institution, students=4)
    taught.record((63, 84.5), GradeStatus.EXEMPT, GradeStatus.DEFERRED)
    assert counts(apply(taught, sheet_template(taught.sheet))) == [4, 0, 4, 0]


def test_template_names_class_course_weights_and_students(taught):
    taught.record((63, 84))
    [page] = read_workbook(sheet_template(taught.sheet), filename=NAME).sheets
    text = "\n".join(" ".join(row) for row in page.rows)
    for part in (
        taught.teaching_class.code,
        "平时成绩比例60%",
        "期末成绩比例40%",
        "缓考、缺考、作弊、免修",
    ):
        assert part in text
    assert [taught.number(0), taught.students[0].name] == list(page.rows[5][:2])
    assert "63" in page.rows[5]


def test_template_of_a_name_like_a_formula_is_harmless_and_comes_back(taught):
    student = taught.students[0]
    student.name = "=HYPERLINK(A1)"
    student.save()
    content = sheet_template(taught.sheet)
    [page] = read_workbook(content, filename=NAME).sheets
    assert not page.formulas


def test_preview_takes_as_many_queries_for_many_rows_as_for_one(taught, django_assert_num_queries):
    one, three = (filled_sheet(taught, [[63, 84]] * n) for n in (1, 3))
    for content in (one, three):
        with django_assert_num_queries(6):
            preview(taught, content)


def test_imported_scores_keep_decimals(taught):
    apply(taught, filled_sheet(taught, [[63.25, 84.5], [1, 1], [1, 1]]))
    scores = taught.entry(0).scores.order_by("component__position")
    assert [score.score for score in scores] == [Decimal("63.25"), Decimal("84.5")]
