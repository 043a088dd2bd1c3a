"""A student on a phone, from the next meeting to what the teacher sees of the reading."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Collection
from wagtail.models import Page as WagtailPage

from cms.content.domain import add_page
from cms.content.models import ChapterPage, LessonPage, LessonReading, SectionPage, TextbookPage
from cms.search.domain import index_pages
from courses.curriculum.models import OutlineUnit
from media.library.domain import set_captions, store_media
from media.library.models import LibraryMedia
from tests.e2e.conftest import PHONE
from tests.factories.content import make_syllabus
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import (
    CampusFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
)
from tests.factories.library import DESCRIBED, WEBVTT, encoded
from tests.factories.reading import make_lesson
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.timetable import MeetingFactory, RoomFactory

pytestmark = pytest.mark.django_db(transaction=True)

KEPT, SHARED = ("8f3cf4b0-7e0f-4b5f-9c6e-33333333333" + end for end in "34")


def reflection(key: str, question: str) -> dict[str, Any]:
    value = {"question": question, "hint": "", "may_share": True}
    return {"type": "reflection", "value": value, "id": key}


def long_text(about: str) -> list[dict[str, Any]]:
    """More than a phone shows at once: a page isn't read by being opened."""
    line = f"<p>{about}。" + "写下一件小事，再看它说明了什么。" * 12 + "</p>"
    return [{"type": "prose", "value": line * 3} for _again in range(3)]


def make_video() -> LibraryMedia:
    video = store_media(
        ContentFile(encoded(seconds=6, audio=""), name="jianli.webm"),
        title="写简历",
        collection=Collection.get_first_root_node(),
        by=None,
        **DESCRIBED,
    )
    set_captions(video, language="zh", webvtt=WEBVTT)
    return video


@dataclass
class School:
    """A class of two students with its next meeting in two days, and what they may not read."""

    student: Any
    teacher: Any
    teaching_class: Any
    lessons: list[LessonPage]
    section: SectionPage
    hidden: list[WagtailPage]


def make_book(home: Any) -> SectionPage:
    """A chapter with two sections; the second one."""
    book = add_page(home, TextbookPage(title="生涯读本", edition="第一版", authors="教研室"))
    chapter = add_page(book, ChapterPage(title="第一章 认识自己"))
    body = SectionPage._meta.get_field("body").stream_block
    for title, about in (
        ("第一节 兴趣", "兴趣"),
        ("第二节 职业生涯规划", "职业生涯规划从今天开始"),
    ):
        made = add_page(chapter, SectionPage(title=title, body=body.to_python(long_text(about))))
    return made


@pytest.fixture
def school(db: None) -> School:
    institution = InstitutionFactory()
    syllabus = make_syllabus(institution)
    unit = syllabus.units.first()
    section = make_book(syllabus.get_parent().specific)
    asked = [reflection(KEPT, "你最看重什么？"), reflection(SHARED, "你想先试哪一步？")]
    first = LessonPage(
        title="第一课 认识自我",
        unit_key=unit.key,
        preparation="<p>想一想最近让你忘了时间的一件事。</p>",
        preparation_minutes=5,
        readings=[LessonReading(reading=section, note="读到第二段")],
    )
    first.body = LessonPage._meta.get_field("body").stream_block.to_python(
        [
            {"type": "heading", "value": {"text": "兴趣从哪里来", "level": "2"}},
            *asked,
            *long_text("认识自我"),
        ]
    )
    second = LessonPage(title="第二课 写简历", unit_key=unit.key)
    video = {"type": "video", "value": {"video": make_video().pk, "counts": False}}
    second.body = LessonPage._meta.get_field("body").stream_block.to_python(
        [video, *long_text("写简历")]
    )
    lessons = [add_page(syllabus, first), add_page(syllabus, second)]
    draft = LessonPage(title="第三课 未写完", unit_key=unit.key)
    add_page(syllabus, draft, publish=False)

    outline = OutlineFactory(course=syllabus.course, page_id=syllabus.pk)
    taught = OutlineUnit.objects.create(
        outline=outline, key=unit.key, position=99, title=unit.title, theory_hours=8
    )
    teaching_class = TeachingClassFactory(
        term=TermFactory(institution=institution), outline=outline
    )
    campus = CampusFactory(institution=institution, name="东校区")
    MeetingFactory(
        teaching_class=teaching_class,
        unit=taught,
        date=timezone.localdate() + datetime.timedelta(days=2),
        room=RoomFactory(campus=campus, name="一教301"),
    )
    student = RoleFactory(kind="student", institution=institution).user
    teacher = RoleFactory(kind="instructor", institution=institution).user
    EnrolmentFactory(teaching_class=teaching_class, student__user=student)
    EnrolmentFactory(teaching_class=teaching_class)
    TeachingAssignmentFactory(
        teaching_class=teaching_class,
        staff=StaffMemberFactory(institution=institution, user=teacher),
    )
    elsewhere = make_syllabus(InstitutionFactory())
    hidden = [
        # A course that the student doesn't take, another school's, and a draft.
        make_lesson(make_syllabus(institution), "职业规划：别的课程"),
        make_lesson(elsewhere, "职业规划：别的学校"),
        draft,
    ]
    index_pages(list(WagtailPage.objects.values_list("pk", flat=True)))
    return School(student, teacher, teaching_class, lessons, section, hidden)


class Walk:
    """One person at a phone; every screen is looked at in light and in dark."""

    def __init__(self, page: Page, axe: Callable[..., None]) -> None:
        self.page = page
        self._axe = axe
        # Bootstrap's buttons fade from light to dark; half-way no colour is right.
        page.emulate_media(reduced_motion="reduce")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def look(self) -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            expect(self.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
            self._axe(self.page)
        self.page.emulate_media(color_scheme="light")

    def open(self, address: str, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"

    def press(self, words: str, role: Any = "button") -> None:
        with self.page.expect_navigation():
            self.main.get_by_role(role, name=words).first.click()

    def answer(self, key: str, text: str, *, share: bool) -> None:
        form = self.page.locator(f"#b-{key} form")
        form.get_by_label("您的回答").fill(text)
        form.get_by_label("允许任课教师查看").set_checked(share)
        with self.page.expect_navigation():
            form.get_by_role("button", name="保存回答").click()


def test_student_reads_on_a_phone_and_the_teacher_sees_the_share(
    page_for: Callable[..., Page], school: School, axe: Callable[..., None]
) -> None:
    walk = Walk(page_for(school.student, PHONE), axe)
    home_says_what_to_read(walk)
    lesson_is_read_and_left_with_own_words(walk, school)
    reader_chooses_how_it_looks(walk, school)
    paper_shows_the_text_alone(walk)
    textbook_is_read_section_by_section(walk)
    search_finds_what_may_be_read(walk, school)
    hidden_pages_are_not_there(walk, school)
    teacher_sees_the_share_and_what_was_shared(Walk(page_for(school.teacher, PHONE), axe), school)


def home_says_what_to_read(walk: Walk) -> None:
    walk.open("/my/")
    card = walk.page.locator(".next-meeting")
    day = timezone.localdate() + datetime.timedelta(days=2)
    expect(card).to_contain_text(f"{day.month}月{day.day}日")
    for text in ("08:00", "一教301", "东校区", "单元：建立生涯与职业意识", "约 5 分钟"):
        expect(card).to_contain_text(re.compile(rf"\s*{text}".replace(" ", r"\s*")))
    expect(card).to_contain_text("想一想最近让你忘了时间的一件事。")
    expect(card.get_by_role("link", name="第二节 职业生涯规划")).to_be_visible()
    walk.look()
    walk.press("第一课 认识自我", role="link")


def lesson_is_read_and_left_with_own_words(walk: Walk, school: School) -> None:
    page = walk.page
    walk.main.get_by_role("button", name="目录").click()
    outline = page.locator("#outline")
    expect(outline).to_contain_text("已读 0 / 2")
    expect(outline.locator("[aria-current=page]")).to_have_text("第一课 认识自我")
    expect(outline).not_to_contain_text("未写完")
    outline.get_by_role("button", name="关闭").click()
    expect(outline).to_be_hidden()
    walk.look()

    walk.press("加书签")
    expect(walk.main.get_by_role("button", name="取消书签")).to_be_visible()
    walk.answer(KEPT, "自由", share=False)
    expect(page.locator(f"#b-{KEPT}")).to_contain_text("已保存，仅自己可见")
    walk.answer(SHARED, "先做一次访谈", share=False)
    walk.answer(SHARED, "先做一次访谈", share=True)
    expect(page.locator(f"#b-{SHARED}")).to_contain_text("已分享给任课教师")
    page.locator("#note-text").fill("问问学姐")
    walk.press("保存笔记")
    expect(page.locator("#notes")).to_contain_text("问问学姐")

    # To the end, as a reader comes there.
    page.locator("#read").scroll_into_view_if_needed()
    expect(page.locator("#read")).to_contain_text("本页已读完")
    walk.press("第二课 写简历", role="link")
    walk.main.get_by_role("button", name="目录").click()
    expect(page.locator("#outline")).to_contain_text("已读 1 / 2")

    walk.open(reverse("reading:notes"))
    for text in ("问问学姐", "第一课 认识自我", "自由", "先做一次访谈"):
        expect(walk.main).to_contain_text(text)
    walk.look()
    walk.open(reverse("reading:mine"))
    expect(walk.main).to_contain_text("已读 1 / 2 个课题")
    walk.look()


def reader_chooses_how_it_looks(walk: Walk, school: School) -> None:
    page = walk.page
    walk.open(school.lessons[0].url_path)
    text, root = page.locator(".reader-text"), page.locator("html")

    def size() -> float:
        return float(text.evaluate("text => parseFloat(getComputedStyle(text).fontSize)"))

    before = size()
    walk.main.get_by_role("button", name="显示").click()
    page.locator("label[for=size-large]").click()
    page.locator("label[for=theme-dark]").click()
    assert size() > before
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-bs-theme", "dark")
    expect(root).to_have_attribute("data-text-size", "large")
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", ground)[:3]) < 64
    walk.main.get_by_role("button", name="显示").click()
    page.locator("label[for=size-medium]").click()
    page.locator("label[for=theme-auto]").click()
    expect(root).to_have_attribute("data-bs-theme", "light")
    walk.look()


def paper_shows_the_text_alone(walk: Walk) -> None:
    page = walk.page
    page.reload()
    page.emulate_media(media="print")
    for part in (".topbar", ".bottombar", ".reader-tools", "#outline", "#notes", ".reader-around"):
        expect(page.locator(part)).to_be_hidden()
    for form in page.locator(".reflection-answer").all():
        expect(form).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".reader-text")).to_contain_text("你最看重什么？")
    page.emulate_media(media="screen")


def textbook_is_read_section_by_section(walk: Walk) -> None:
    page = walk.page
    walk.press("第二节 职业生涯规划", role="link")
    walk.look()
    with page.expect_navigation():
        page.locator(".reader-around [rel=prev]").click()
    expect(page.locator("h1")).to_have_text("第一节 兴趣")
    # The button does what scrolling does; to scroll to it would do it first.
    with page.expect_navigation():
        page.locator("[data-read-form] button").evaluate("button => button.click()")
    expect(page.locator("#read")).to_contain_text("本页已读完")
    with page.expect_navigation():
        page.locator(".reader-around [rel=prev]").click()
    expect(page.locator("h1")).to_have_text("第一章 认识自己")
    expect(walk.main.get_by_role("listitem").filter(has_text="第一节 兴趣").last).to_contain_text(
        "已读"
    )
    walk.look()


def search_finds_what_may_be_read(walk: Walk, school: School) -> None:
    page = walk.page
    page.locator(".topbar-search").click()
    page.get_by_role("searchbox").fill("职业规划")
    page.keyboard.press("Enter")
    hits = page.locator(".search-hits > li")
    found = hits.filter(has=page.get_by_role("link", name="第二节 职业生涯规划"))
    expect(found.locator("h2 mark")).to_have_text(["职业", "规划"])
    for title in ("别的课程", "别的学校", "未写完"):
        expect(walk.main).not_to_contain_text(title)
    walk.look()
    page.locator(".search-kinds").get_by_role("link", name="教材").click()
    for kind in hits.locator(".hit-kind").all():
        expect(kind).to_have_text("教材")
    expect(found).to_have_count(1)

    walk.open("/search/?q=真实的例子")
    page.locator(".search-kinds").get_by_role("link", name="视频与音频").click()
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text("0:01")
    hits.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("第二课 写简历")
    page.wait_for_function("() => document.querySelector('video').currentTime >= 1")
    assert page.locator("video").evaluate("video => video.currentTime") < 2
    walk.look()

    walk.open("/search/?q=量子纠缠")
    expect(walk.main).to_contain_text("没有找到")
    walk.look()


def hidden_pages_are_not_there(walk: Walk, school: School) -> None:
    for one in school.hidden:
        walk.open(one.url_path, status=404)
        expect(walk.main).not_to_contain_text(one.title)
    walk.look()


def teacher_sees_the_share_and_what_was_shared(walk: Walk, school: School) -> None:
    walk.open(reverse("reading:class", args=[school.teaching_class.public_id]))
    line = walk.page.get_by_role("row").filter(has_text="第一课 认识自我")
    expect(line).to_contain_text("1 / 2 人")
    expect(line.get_by_role("progressbar")).to_have_attribute("value", "50")
    walk.look()
    walk.press("学生分享的回答", role="link")
    expect(walk.main).to_contain_text("先做一次访谈")
    expect(walk.main).not_to_contain_text("自由")
    expect(walk.main).not_to_contain_text("问问学姐")
    walk.look()
