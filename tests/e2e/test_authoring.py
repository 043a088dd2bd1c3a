"""An instructor writes a course of 38 hours with a video, others review it, the office releases it.

The author sits at a desk, those who read hold a phone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from cms.content.domain import create_home_page
from cms.content.models import LessonPage, SyllabusPage
from courses.curriculum.models import Course, Outline
from courses.delivery.models import OnlineResource
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind as R
from media.library.models import LibraryMedia
from tests.cms.importing.documents import add_table, saved
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.person import Person
from tests.e2e.steps import editor
from tests.factories.curriculum import CourseFactory, OutlineFactory
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.library import WEBVTT, encoded
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory

pytestmark = pytest.mark.e2e

COURSE, LESSON, VIDEO = "大学生职业发展与就业指导", "第一课 认识自我", "认识自我微课"
# 24 hours of 38: the last unit is written in the editor.
BROUGHT_IN = (("建立生涯与职业意识", 4, 0, 2), ("职业发展规划", 10, 4, 4))
LAST = "提高就业能力"
SLIP, RIGHT = "兴趣从不会改变", "兴趣会随经历改变"


@dataclass
class School:
    """Everybody with a window; `course` runs already, by an earlier outline."""

    course: Course
    author: Person
    section: Person
    department: Person
    office: Person
    student: Person
    expert: Person

    @property
    def lesson(self) -> LessonPage:
        return LessonPage.objects.get()


@pytest.fixture
def school(page_for: Callable[..., Page], axe: Callable[..., None]) -> School:
    institution = InstitutionFactory(name="郑州大学")
    department = DepartmentFactory(institution=institution, name="机械学院")
    course = CourseFactory(institution=institution, name=COURSE)
    create_home_page(institution)
    shapes: set[str] = set()

    def enter(name: str, kind: str, width: int, **role: Any) -> Person:
        user = UserFactory(username=name, name=name)
        grant_role(user, kind=kind, institution=institution, by=None, **role)
        return Person(page_for(user, width), axe, shapes)

    school = School(
        course,
        author=enter("陈老师", R.INSTRUCTOR, DESK),
        section=enter("王主任", R.SECTION_HEAD, PHONE),
        department=enter("李书记", R.DEPARTMENT_COORDINATOR, PHONE, department=department),
        office=enter("钱教务", R.TEACHING_OFFICE, DESK),
        student=enter("赵同学", R.STUDENT, PHONE),
        expert=Person(page_for(None, PHONE), axe, shapes),
    )
    users = type(UserFactory.build()).objects
    StaffMemberFactory(
        institution=institution, department=department, user=users.get(username="陈老师")
    )
    teaching_class = TeachingClassFactory(
        outline=OutlineFactory(course=course, number=1), term__institution=institution
    )
    EnrolmentFactory(teaching_class=teaching_class, student__user=users.get(username="赵同学"))
    return school


def syllabus_document() -> bytes:
    document = Document()
    document.add_heading(f"《{COURSE}》课程教学大纲", 0)
    document.add_heading("一、课程简介", 1)
    document.add_paragraph("本课程面向全体学生。")
    document.add_heading("二、教学内容与学时分配", 1)
    rows = [["教学单元", "主要内容", "理论", "实践", "线上"]]
    rows += [[title, "要点", *map(str, hours)] for title, *hours in BROUGHT_IN]
    add_table(document, rows)
    return saved(document)


def bring_in_syllabus(school: School) -> None:
    """From Word: the preview says which hours are missing, the drafts are made."""
    author = school.author
    author.open("/my/pages/import/")
    author.page.get_by_label("放到哪里").select_option(label=f"{school.course.code} {COURSE}")
    author.upload("Word 文档、Markdown 页面或课程包", "大纲.docx", syllabus_document())
    author.press("上传并预览")
    author.sees(*(title for title, *_hours in BROUGHT_IN), "-10")
    author.press("生成草稿")
    author.sees("已生成 1 份草稿")


def write_syllabus(school: School) -> None:
    """The missing unit and the objectives, typed in the editor."""
    author, page = school.author, school.author.page
    author.click(COURSE)
    editor.fill(page, majors="全校各专业")
    editor.add_row(page, "objectives")
    editor.fill(page, objectives__0__kind="技能", objectives__0__text="能写出自己的职业规划书")
    editor.add_row(page, "units")
    editor.fill(
        page,
        units__2__title=LAST,
        units__2__content="简历与面试",
        units__2__theory_hours=10,
        units__2__practice_hours=4,
    )
    editor.write(page, "assessment", "平时占六成，职业规划书占四成。")
    author.press("保存草稿")
    syllabus = SyllabusPage.objects.get().get_latest_revision_as_object()
    assert sum(unit.hours for unit in syllabus.units.all()) == 38


def write_lesson(school: School) -> None:
    """A new page below the syllabus: a step with minutes, text, a case, a reflection, a video."""
    author, page = school.author, school.author.page
    author.open(f"/admin/pages/add/cms/lessonpage/{SyllabusPage.objects.get().pk}/")
    page.locator("#id_title").fill(LESSON)
    editor.fill(page, unit_key="2. 职业发展规划")
    step = editor.add_block(page, "plan", "课堂活动")
    editor.fill(page, **{f"{step}-title": "兴趣岛", f"{step}-minutes": 30})
    editor.write(page, f"{step}-text", "分组讨论，说出各自的选择。")
    text = editor.add_block(page, "body", "正文")
    editor.write(page, text, SLIP)
    case = editor.add_block(page, "body", "讨论案例")
    editor.fill(page, **{f"{case}-title": "两份工作", f"{case}-questions-0-value": "你选哪一份？"})
    editor.write(page, f"{case}-text", "小林同时得到两份工作。")
    reflection = editor.add_block(page, "body", "自我反思")
    editor.fill(page, **{f"{reflection}-question": "做什么事的时候你会忘记时间？"})
    video = editor.add_block(page, "body", "视频")
    editor.upload_video(page, video, title=VIDEO, video=encoded(audio=""), captions=WEBVTT)
    author.press("保存草稿")
    author.look()
    assert school.lesson.get_latest_revision_as_object().planned_minutes == 30
    assert LibraryMedia.objects.get().tracks.get().language == "zh"


def send(school: School, title: str) -> None:
    author = school.author
    author.open("/my/reviews/mine/")
    author.press(f"提交审核 {title}")
    author.sees("审核中")


def open_review(reader: Person, title: str) -> None:
    reader.open("/my/reviews/")
    reader.click(title)


def approve(reader: Person, title: str, *, last: bool = False) -> None:
    open_review(reader, title)
    reader.press("批准并发布" if last else "批准并送下一级")


def finds_nothing(student: Person, address: str) -> None:
    answer = student.page.goto(address)
    assert answer is not None
    assert answer.status == 404


def return_lesson(school: School) -> None:
    """The head of section, on a phone, comments on the one paragraph and returns the page."""
    section = school.section
    open_review(section, LESSON)
    paragraph = section.page.locator(".review-part").filter(has_text=SLIP)
    paragraph.locator("summary").click()
    paragraph.get_by_label("批注", exact=True).fill("这句话不对，请改")
    with section.page.expect_navigation():
        paragraph.get_by_role("button", name="保存批注").click()
    section.look()
    section.fill(**{"需要修改什么？": "有一句话与教材相反"})
    section.press("退回修改")
    section.sees(f"《{LESSON}》已退回")


def mend_lesson(school: School) -> None:
    author, page = school.author, school.author.page
    author.open("/my/reviews/mine/")
    author.sees("有一句话与教材相反")
    author.click(LESSON)
    author.sees("这句话不对，请改")
    author.click("编辑")
    editor.write(page, "body-0-value", RIGHT)
    author.press("保存草稿")


def ask_expert(school: School) -> None:
    """An outside expert opens the link without an account, sees the video and comments."""
    author, expert = school.author, school.expert
    author.open(f"/my/reviews/page/{school.lesson.pk}/")
    author.page.locator("details.invite > summary").click()
    author.fill(专家姓名="校外专家 孙教授", 链接有效天数=7)
    author.press("生成链接")
    link = author.page.locator("#link").input_value()
    expert.open(urlsplit(link).path)
    expert.sees(RIGHT, "孙教授")
    expert.page.locator("video").evaluate("video => video.load()")
    expert.page.wait_for_function("() => document.querySelector('video').duration > 1")
    part = expert.page.locator(".review-part").filter(has_text=RIGHT)
    part.locator("summary").click()
    part.get_by_label("批注", exact=True).fill("建议补充一个例子")
    with expert.page.expect_navigation():
        part.get_by_role("button", name="保存批注").click()
    expert.sees("建议补充一个例子")
    expert.look()
    author.open(f"/my/reviews/page/{school.lesson.pk}/")
    author.sees("建议补充一个例子", "孙教授")


def author_cannot_decide(school: School) -> None:
    author = school.author
    author.open(f"/my/reviews/page/{school.lesson.pk}/")
    author.sees("审核中")
    expect(author.page.get_by_role("button", name=re.compile("批准"))).to_have_count(0)


def release(school: School) -> None:
    office = school.office
    office.open("/my/outlines/")
    office.click("核对并定稿")
    office.sees("相符", LAST)
    office.press("定稿")
    office.sees("执行大纲第 2 版", "38 总学时", LAST)
    outline = Outline.objects.get(number=2)
    assert (outline.course, outline.units.count()) == (school.course, 3)
    assert OnlineResource.objects.get(outline=outline).media.title == VIDEO


def test_course_with_a_video_is_written_reviewed_and_released(school: School) -> None:
    bring_in_syllabus(school)
    write_syllabus(school)
    write_lesson(school)
    address = school.lesson.url_path
    finds_nothing(school.student, address)

    send(school, COURSE)
    send(school, LESSON)
    return_lesson(school)
    mend_lesson(school)
    ask_expert(school)
    send(school, LESSON)
    author_cannot_decide(school)
    for title in (COURSE, LESSON):
        approve(school.section, title)
        approve(school.department, title)
        finds_nothing(school.student, address)
        approve(school.office, title, last=True)

    release(school)
    student = school.student
    student.open(address)
    student.sees(RIGHT, "两份工作", "做什么事的时候你会忘记时间？")
    expect(student.page.locator("main")).not_to_contain_text(SLIP)
    expect(student.page.locator("main")).not_to_contain_text("分组讨论")
    student.page.wait_for_function("() => document.querySelector('video').duration > 1")
    # Leaving the page tells the server how far it was read: before the rows go.
    student.open("/my/")
    student.page.wait_for_load_state("networkidle")
