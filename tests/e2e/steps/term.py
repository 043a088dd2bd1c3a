"""The office opens the term: calendar, bells, rooms, joint classes."""

from courses.teaching.models import Enrolment, TeachingClass
from tests.e2e.people import TERM, Cast
from tests.e2e.steps.roster import PER_CLASS, students

FIRST_MONDAY = "2026-08-31"
# Which holiday each make-up workday is taught as: asked, because no calendar says it.
MAKE_UPS = (("9月20日", "2026-10-06"), ("10月10日", "2026-10-07"))
ROOMS = (("A教101", 60), ("A教102", 40))


def open_term(cast: Cast) -> None:
    office = cast.office
    office.open("/my/")
    office.click("新建学期")
    office.click("新建学期")
    office.fill(学期=TERM, 第一周星期一=FIRST_MONDAY, 教学周数=18)
    office.press("新建学期")
    office.sees("学期已建立", f"{TERM}学期", "2026-08-31至2027-01-03，共18周", str(len(students())))


def answer_calendar(cast: Cast) -> None:
    office = cast.office
    office.go_to("校历")
    office.press("按已公布的放假安排生成校历")
    for date, follows in MAKE_UPS:
        row = office.page.locator("form").filter(has_text=date)
        row.get_by_role("combobox").select_option(follows)
        office.click(row.get_by_role("button", name="保存"))
    office.sees("按 10月6日 周二 第6周 的课表上课", "按 10月7日 周三 第6周 的课表上课")


def add_bells_and_rooms(cast: Cast) -> None:
    office = cast.office
    office.go_to("作息时间")
    office.press("示例")
    office.go_to("教室")
    for name, seats in ROOMS:
        office.click("添加教室")
        office.page.get_by_label("校区").select_option(label="主校区")
        office.fill(教室=name, 座位数=seats)
        office.press("保存")
    office.sees("A教101", "A教102", "60")


def form_classes(cast: Cast) -> None:
    """Two classes: 30 students are too many for the 20 that the office wants."""
    office = cast.office
    office.open("/my/")
    office.click("编排教学班")
    office.click("建议合班")
    office.fill(每班人数上限=20)
    office.page.get_by_label("课程与大纲").select_option(index=1)
    office.press("生成建议")
    office.sees("30名学生分为2个教学班", "机器人2601", "翻译2601")
    office.press("建立这2个教学班并录入学生")
    office.sees("已建立2个教学班", "未安排")
    assert TeachingClass.objects.count() == 2
    assert Enrolment.objects.count() == 2 * PER_CLASS
