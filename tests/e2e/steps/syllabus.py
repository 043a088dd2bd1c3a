"""An author writes the syllabus, others review it, and the office releases it into an outline."""

from playwright.sync_api import expect

from cms.content.domain import create_home_page, create_syllabus_page
from cms.demo import syllabus
from courses.curriculum.models import Course, Outline
from tests.e2e.people import Cast
from tests.e2e.person import Person

UNITS = list(syllabus.UNITS)
# An author's slip: 3 hours of theory for 4, so that the units make 37 hours of 38.
SLIP = UNITS[5]
WRONG_UNITS = [*UNITS[:5], (*SLIP[:2], 3, *SLIP[3:]), *UNITS[6:]]


def draft_syllabus(cast: Cast) -> None:
    """What an author left behind: a draft whose hours don't add up."""
    create_syllabus_page(
        create_home_page(cast.institution),
        course=Course.objects.get(institution=cast.institution),
        objectives=syllabus.OBJECTIVES,
        units=WRONG_UNITS,
        majors="全校各专业",
        description=syllabus.DESCRIPTION,
        assessment=syllabus.ASSESSMENT,
        textbooks=syllabus.TEXTBOOKS,
        publish=False,
        by=cast.users["instructor"],
    )


def release_syllabus(cast: Cast) -> None:
    """Sent, returned with a comment at one place, corrected, approved by another person, and
    released as outline 1."""
    office, author = cast.office, cast.instructor
    office.open("/my/")
    office.click("发布教学大纲")
    office.sees("38 学时", "草稿，未发布")

    _send(author)
    _open_review(office)
    comment = office.page.locator("#part-units .comment-here")
    comment.locator("summary").click()
    comment.get_by_label("批注", exact=True).fill("第六单元理论学时少了一学时")
    with office.page.expect_navigation():
        comment.get_by_role("button", name="保存批注").click()
    office.look()
    office.fill(**{"需要修改什么？": "各单元学时之和不等于 38"})
    office.press("退回修改")

    author.open("/my/reviews/mine/")
    author.sees("各单元学时之和不等于 38")
    author.click("编辑")
    expect(author.page.locator("#id_units-5-title")).to_have_value(SLIP[0])
    author.page.locator("#id_units-5-theory_hours").fill(str(SLIP[2]))
    author.press("保存草稿")
    _send(author)

    _open_review(office)
    office.press("批准并发布")
    office.sees("相符")
    office.press("定稿")
    office.sees("执行大纲第 1 版已定稿", "38 总学时", SLIP[0])
    assert Outline.objects.get().number == 1


def _send(author: Person) -> None:
    author.open("/my/reviews/mine/")
    author.press("提交审核")


def _open_review(office: Person) -> None:
    office.open("/my/reviews/")
    office.click(syllabus.COURSE["name"])
