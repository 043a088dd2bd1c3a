"""Grades: the sheet goes to Excel and back, is submitted and locked; one is amended later."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import expect

from assessments.grading.models import ComponentScore
from tests.e2e.people import Cast
from tests.e2e.steps.roster import FIRST_NAME, PER_CLASS

SCHEME = "平时 60 / 期末 40"


def add_scheme(cast: Cast) -> None:
    office = cast.office
    office.go_to("成绩方案")
    office.click("新建成绩方案")
    office.fill(方案名称=SCHEME, 依据文件及条款="本校课程考核管理办法第十条", 生效日期="2026-08-01")
    for n, (name, weight) in enumerate((("平时", 60), ("期末", 40)), start=1):
        office.page.get_by_label(f"成绩项目 {n}：名称").fill(name)
        office.page.get_by_label(f"成绩项目 {n}：比例").fill(str(weight))
    office.page.get_by_label("哪一项是期末考试").select_option("2")
    office.press("添加方案")
    office.sees("成绩方案已添加", "平时 60%", "期末 40%")


def fill_in_excel(cast: Cast) -> None:
    """Two typing errors are shown cell by cell; nothing is recorded before they are gone."""
    instructor = cast.instructor
    instructor.go_to("成绩" if instructor.on_phone else "成绩登记")
    instructor.click("C2092011-01")
    instructor.press("开启成绩登记")
    template = instructor.download("下载 Excel 登记表")
    instructor.click("上传成绩登记表")
    instructor.upload("表格文件", "成绩.xlsx", filled(template, slips=True))
    instructor.press("读取文件")
    instructor.sees("2 行有误", "没有改动任何数据", "“8O”既不是数字", "105 不在 0～100 之间")
    expect(instructor.page.locator("td.cell-bad")).to_have_count(2)
    assert not ComponentScore.objects.exists()

    instructor.click("上传改正后的文件")
    instructor.upload("表格文件", "成绩.xlsx", filled(template, slips=False))
    instructor.press("读取文件")
    instructor.sees("全部行均正确")
    instructor.press(f"确认导入：新增 0，变更 {PER_CLASS}")
    instructor.sees("导入回执", f"{PER_CLASS} 变更")
    instructor.click("返回成绩登记表")
    instructor.sees("15 人中 14 人及格")


def submit_sheet(cast: Cast) -> None:
    instructor = cast.instructor
    instructor.press("提交成绩")
    instructor.sees("成绩登记表已提交，待教务部门锁定")


def lock_sheet(cast: Cast) -> None:
    office = cast.office
    office.open("/my/")
    office.click("份成绩登记表待")
    office.click("C2092011-01")
    office.press("锁定并公布")
    office.sees("成绩登记表已锁定，学生可以查看成绩")
    student = cast.student
    student.go_to("成绩" if student.on_phone else "我的成绩")
    student.sees("82 总评成绩", "通过", "平时成绩 80 · 期末成绩 85")


def amend_grade(cast: Cast) -> None:
    """Asked for by the instructor with a reason, approved by a second person, kept for ever."""
    instructor, admin = cast.instructor, cast.admin
    instructor.go_to("成绩" if instructor.on_phone else "成绩登记")
    instructor.click("C2092011-01")
    instructor.click(FIRST_NAME)
    instructor.page.get_by_label(re.compile("^期末")).fill("95")
    instructor.fill(原因="试卷第三题漏加 10 分，见原卷")
    instructor.press("提交更正申请")
    instructor.sees("申请已提交，由他人审批")
    admin.open("/my/")
    admin.go_to("成绩更正")
    admin.click(FIRST_NAME)
    admin.press("批准")
    admin.sees("已批准，成绩已更正", "85 → 95", "82 → 86", "试卷第三题漏加 10 分")
    admin.sees(cast.teacher.name, "赵校管")
    student = cast.student
    student.page.reload()
    student.sees("86 总评成绩", "82 → 86")


def filled(template: bytes, *, slips: bool) -> bytes:
    """The downloaded sheet with scores for everybody but one, whose exam is deferred; with slips,
    one score is typed with the letter O and another is more than 100."""
    book = load_workbook(io.BytesIO(template))
    sheet = book.active
    rows = [row for row in sheet.iter_rows() if str(row[0].value).startswith("026")]
    assert len(rows) == PER_CLASS
    assert rows[0][1].value == FIRST_NAME
    for n, (*_who, coursework, final, remark) in enumerate(rows):
        coursework.value, final.value = 80 + n % 10, 85
        if n == PER_CLASS - 1:
            final.value, remark.value = None, "缓考"
    if slips:
        rows[1][3].value, rows[2][4].value = "8O", 105
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()
