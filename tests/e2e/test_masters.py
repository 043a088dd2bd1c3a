"""A province's textbook at a school: adopted, extended, changed, and led on to the next edition
without losing a word of the school, on the screens of everybody who takes part."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from cms.content.domain import add_page, create_home_page
from cms.content.models import SectionPage, TextbookPage
from cms.masters.domain import adopt as take_over
from cms.masters.domain import release_edition
from cms.masters.models import Adoption, MasterEdition
from cms.users.models import User
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Institution
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.person import Person
from tests.factories.institutions import InstitutionFactory
from tests.factories.masters import block, change, make_master_textbook, make_province

pytestmark = pytest.mark.django_db(transaction=True)

LOCKED, BOTH, FREE = "第1节", "第2节", "第3节"
OWN = "第4节 我校的就业信息网"
PARTS = {
    LOCKED: [("c1", "第1节的正文。")],
    BOTH: [("c2", "兴趣是最好的老师。"), ("c3", "性格没有好坏之分。")],
    FREE: [("c4", "能力可以练出来。")],
}


def body(*parts: tuple[str, str]) -> list[dict[str, Any]]:
    return [block(key, f"<p>{text}</p>") for key, text in parts]


@dataclass
class Scene:
    """The two sides, with one window for each person and width."""

    page_for: Callable[..., Page]
    axe: Callable[..., None]
    book: TextbookPage
    users: dict[str, User]
    shapes: set[str] = field(default_factory=set)
    windows: dict[tuple[str, int], Person] = field(default_factory=dict)

    def person(self, name: str, width: int = DESK) -> Person:
        key = name, width
        if key not in self.windows:
            page = self.page_for(self.users[name], width)
            self.windows[key] = Person(page, self.axe, self.shapes)
        return self.windows[key]

    def master(self, title: str) -> SectionPage:
        return SectionPage.objects.descendant_of(self.book).get(title=title)

    def copy(self, title: str) -> SectionPage:
        found: SectionPage = SectionPage.objects.descendant_of(Adoption.objects.get().copy).get(
            title=title
        )
        return found


@pytest.fixture
def scene(page_for: Callable[..., Page], axe: Callable[..., None]) -> Scene:
    """The province's book with a locked section and two others; a school without one."""
    institution = InstitutionFactory(province="41")
    users = {}
    for name, kind in (
        ("officer", R.PROVINCE_OFFICER),
        ("second_officer", R.PROVINCE_OFFICER),
        ("office", R.TEACHING_OFFICE),
        ("colleague", R.TEACHING_OFFICE),
        ("instructor", R.INSTRUCTOR),
        ("student", R.STUDENT),
    ):
        users[name] = User.objects.create(username=name, name=name)
        of_province = kind == R.PROVINCE_OFFICER
        place = {"province": "41"} if of_province else {"institution": institution}
        grant_role(users[name], kind=kind, by=None, **place)
    book = make_master_textbook(make_province("41"))
    chapter = book.get_children().get()
    add_page(chapter, SectionPage(title=FREE, slug="s3"))
    for section in SectionPage.objects.child_of(chapter):
        change(section, body=body(*PARTS[section.title]))
    return Scene(page_for, axe, book, users)


def test_school_takes_over_a_new_edition_and_keeps_its_own_words(scene: Scene) -> None:
    release(scene, "第一版，供各校采用")
    adopt(scene)
    write_at_the_school(scene)
    find_the_locked_section_closed(scene)
    pass_reviews(scene, {BOTH, OWN}, sender="instructor", reader="office")
    province_writes_on(scene)
    release(scene, "第二版：补充了性格与能力")
    look_on_a_phone(scene)
    merge(scene)
    # Whoever merged wrote: another person of the office reads it.
    pass_reviews(scene, {BOTH}, sender="office", reader="colleague")
    read_the_result(scene)


def release(scene: Scene, note: str) -> None:
    officer = scene.person("officer")
    officer.open("/my/")
    officer.go_to("给各校的母版")
    officer.click(scene.book.title)
    officer.fill(给学校的更新说明=note)
    officer.press("发布这一版")
    officer.sees(note, "已发布")


def adopt(scene: Scene) -> None:
    office = scene.person("office")
    office.open("/my/")
    office.go_to("省级母版")
    office.sees("未采用")
    office.click(scene.book.title)
    office.sees(LOCKED, BOTH, FREE)
    office.click("采用")
    office.press("采用")
    office.sees("已是最新")
    assert [page.title for page in Adoption.objects.get().copy.get_descendants()] == [
        "第一章 认识自我",
        *PARTS,
    ]


def write_at_the_school(scene: Scene) -> None:
    """The instructor changes a block, adds one, and adds a section."""
    instructor = scene.person("instructor")
    section = scene.copy(BOTH)
    instructor.open(reverse("wagtailadmin_pages:edit", args=[section.pk]))
    type_at_the_end(instructor, "兴趣是最好的老师。", "我校学生的兴趣很广。")
    instructor.press("保存草稿")
    chapter = section.get_parent()
    instructor.open(reverse("wagtailadmin_explore", args=[chapter.pk]))
    instructor.click(instructor.page.get_by_role("link", name="添加子页面"))
    instructor.page.locator("#id_title").fill(OWN)
    page = instructor.page
    page.get_by_role("button", name="插入块").first.click()
    page.get_by_role("option", name="正文", exact=True).click()
    page.locator(".public-DraftEditor-content").first.click()
    type_text(page, "每周三下午有就业指导咨询。")
    instructor.press("保存草稿")
    assert "就业指导咨询" in str(scene.copy(OWN).get_latest_revision_as_object().body)


def find_the_locked_section_closed(scene: Scene) -> None:
    instructor = scene.person("instructor")
    section = scene.copy(LOCKED)
    address = reverse("wagtailadmin_pages:edit", args=[section.pk])
    instructor.open(address)
    expect(instructor.page.locator("body")).to_contain_text("省里已锁定")
    expect(instructor.page.get_by_role("button", name="保存草稿")).to_have_count(0)
    cookies = {one["name"]: one["value"] for one in instructor.page.context.cookies()}
    host = instructor.page.url.partition("/admin/")[0]
    answer = instructor.page.request.post(
        host + address,
        form={"title": "改掉", "slug": "s1", "body-count": "0"},
        headers={"X-CSRFToken": cookies["csrftoken"], "Referer": host + address},
    )
    assert answer.status != 403, "it was the form's token that was refused, not the change"
    after = SectionPage.objects.get(pk=section.pk)
    assert (after.title, after.latest_revision_id) == (LOCKED, section.latest_revision_id)


def pass_reviews(scene: Scene, titles: set[str], *, sender: str, reader: str) -> None:
    author, reviewer = scene.person(sender), scene.person(reader)
    for title in sorted(titles):
        author.open("/my/reviews/mine/")
        author.press(f"提交审核 {title}")
        reviewer.open("/my/reviews/")
        reviewer.click(title)
        for noise in ("第一次发布于", "学校不可修改"):
            expect(reviewer.page.locator("main")).not_to_contain_text(noise)
        reviewer.press("批准并发布")
        assert not scene.copy(title).has_unpublished_changes


def type_at_the_end(person: Person, of: str, text: str) -> None:
    editor: Locator = person.page.locator(".public-DraftEditor-content", has_text=of)
    editor.click()
    person.page.keyboard.press("Control+End")
    type_text(person.page, text)
    expect(editor).to_contain_text(of + text)


def type_text(page: Page, text: str) -> None:
    """The editor hands its text to the form a moment after the last key."""
    page.keyboard.type(text)
    page.wait_for_function(
        "text => [...document.querySelectorAll('input[type=hidden]')]"
        ".some(field => field.value.includes(text))",
        arg=text,
    )


def province_writes_on(scene: Scene) -> None:
    """One page on the screen, through the province's review; the others beforehand."""
    change(scene.master(LOCKED), body=body(("c1", "第1节的正文，省里更新。")))
    change(scene.master(FREE), body=body(("c4", "能力可以练出来。坚持三个月。")))
    officer, second = scene.person("officer"), scene.person("second_officer")
    section = scene.master(BOTH)
    officer.open(reverse("wagtailadmin_pages:edit", args=[section.pk]))
    type_at_the_end(officer, "兴趣是最好的老师。", "省里补充一句。")
    type_at_the_end(officer, "性格没有好坏之分。", "可以用量表了解。")
    officer.press("保存草稿")
    officer.open("/my/reviews/mine/")
    officer.press(f"提交审核 {BOTH}")
    second.open("/my/reviews/")
    second.click(BOTH)
    second.press("批准并发布")
    assert "用量表了解" in str(scene.master(BOTH).body)


def look_on_a_phone(scene: Scene) -> None:
    office = scene.person("office", PHONE)
    office.open("/my/masters/")
    office.sees("有 3 页不是这一版")
    office.click("查看变化")
    office.sees("双方都改过，请选择", "我校学生的兴趣很广", "省里补充一句")
    expect(office.page.get_by_role("button", name="采用勾选的内容")).to_be_in_viewport()


def merge(scene: Scene) -> None:
    office = scene.person("office")
    office.open("/my/masters/")
    office.click("查看变化")
    office.sees("第二版：补充了性格与能力", "省里更新", "坚持三个月")
    both = office.page.get_by_role("region", name=BOTH, exact=True)
    expect(both.locator("ins").first).to_be_visible()
    expect(both.get_by_label("采用这一页的更新")).to_be_checked()
    both.get_by_label("保留本校文本", exact=True).check()
    office.press("采用勾选的内容")
    assert Adoption.objects.get().edition == MasterEdition.objects.latest("number")
    office.sees("2 页", "1 页", "草稿")


def read_the_result(scene: Scene) -> None:
    student = scene.person("student", PHONE)
    for title, words in {
        LOCKED: ["第1节的正文，省里更新。"],
        BOTH: ["兴趣是最好的老师。我校学生的兴趣很广。", "性格没有好坏之分。可以用量表了解。"],
        FREE: ["能力可以练出来。坚持三个月。"],
        OWN: ["每周三下午有就业指导咨询。"],
    }.items():
        student.open(scene.copy(title).url_path)
        student.sees(title, *words)
    # What the reader's page tells the server when it is left has arrived.
    student.open("/my/")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_office_sorts_with_the_keyboard(scene: Scene, width: int) -> None:
    edition = release_edition(scene.book, note="第一版", by=None)
    home = create_home_page(Institution.objects.get())
    copy = take_over(edition, home=home, by=None).copy
    chapter = copy.get_children().get()
    office = scene.person("office", width)
    office.open(reverse("order_pages", args=[chapter.pk]))
    down = office.page.get_by_role("button", name=f"下移“{LOCKED}”")
    down.focus()
    for place in (2, 3):
        with office.page.expect_navigation():
            office.page.keyboard.press("Enter")
        expect(office.page.locator("body")).to_contain_text(f"现在排在第 {place} 位")
        if place == 2:
            expect(down).to_be_focused()
    office.look()
    # At the end there is no way further down: the way back has the focus.
    expect(down).to_be_disabled()
    expect(office.page.get_by_role("button", name=f"上移“{LOCKED}”")).to_be_focused()
    assert [page.title for page in chapter.get_children()] == [BOTH, FREE, LOCKED]
    student = scene.person("student", width)
    student.open(copy.url_path)
    said = student.page.locator("main").inner_text()
    assert said.index(FREE) < said.index(LOCKED)
    student.open("/my/")
