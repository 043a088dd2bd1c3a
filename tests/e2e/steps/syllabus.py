"""The office corrects the syllabus in the editor and releases it into an outline."""

from playwright.sync_api import expect

from cms.content.domain import create_home_page, create_syllabus_page
from cms.demo import syllabus
from courses.curriculum.models import Course, Outline
from tests.e2e.people import Cast, Person

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
    )


def release_syllabus(cast: Cast) -> None:
    """Refused while the units don't make the course's hours; outline 1 once they do."""
    office = cast.office
    office.open("/my/")
    office.click("发布教学大纲")
    office.sees("38 学时", "草稿，未发布")
    office.click("编辑")
    _publish(office)

    office.open("/my/outlines/")
    office.click("核对并定稿")
    office.sees("不足", "-1")
    expect(office.page.get_by_role("button", name="定稿")).to_have_count(0)

    office.click("编辑")
    expect(office.page.locator("#id_units-5-title")).to_have_value(SLIP[0])
    office.page.locator("#id_units-5-theory_hours").fill(str(SLIP[2]))
    _publish(office)

    office.click("核对并定稿")
    office.sees("相符")
    office.press("定稿")
    office.sees("执行大纲第 1 版已定稿", "38 总学时", SLIP[0])
    assert Outline.objects.get().number == 1


def _publish(author: Person) -> None:
    """Wagtail keeps it behind the button of the draft."""
    author.page.get_by_role("button", name="更多动作").click()
    author.press("发布")
