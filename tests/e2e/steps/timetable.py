"""The timetable is built and published; everybody sees their own, also in their calendar."""

from urllib.parse import urlsplit

from cms.demo.syllabus import COURSE
from courses.timetable.models import Meeting
from tests.courses.timetable.calendars import occurrences
from tests.e2e.people import Cast

# 32 of the 38 hours are taught in a room, 2 at a time.
MEETINGS = 16


def publish_timetable(cast: Cast) -> None:
    office = cast.office
    office.open("/my/")
    office.click("排课")
    office.sees("2 个教学班", "0 个班没有任课教师", "2 间教室")
    office.page.get_by_label("排课用时").select_option("30")
    office.press("开始排课")
    office.click("查看结果")
    office.click("第 1 版")
    office.sees("草稿", "2 个周课时段", "0 个未排上", "0 个班欠学时")
    office.click("发布")
    office.sees(f"{2 * MEETINGS} 课次新增", "逐班对照")
    office.press("发布")
    office.click("查看结果")
    office.sees("已发布")
    assert Meeting.objects.count() == 2 * MEETINGS


def see_grids(cast: Cast) -> None:
    """The office looks at a class, the instructor and the student at their own."""
    office = cast.office
    office.go_to("课表" if office.on_phone else "课表查询")
    office.click("行政班")
    office.choose("行政班", "机器人2601")
    office.choose("周次", "整学期")
    office.sees(COURSE["name"], cast.teacher.name, "A教10", "主校区", "周")
    for person, other in ((cast.instructor, "机器人2601"), (cast.student, cast.teacher.name)):
        person.open("/my/")
        person.go_to("课表" if person.on_phone else "我的课表")
        person.choose("周次", "整学期")
        person.sees(COURSE["name"], "A教10", other)


def subscribe(cast: Cast) -> None:
    """The student's phone fetches the feed without signing in."""
    student = cast.student
    student.go_to("课表" if student.on_phone else "我的课表")
    student.click("订阅到手机日历")
    student.press("生成订阅地址")
    student.sees("地址只显示这一次")
    address = student.page.get_by_label("日历订阅地址").input_value()
    answer = cast.visitor.page.request.get(urlsplit(address).path)
    assert answer.ok
    assert len(occurrences(answer.body())) == MEETINGS
