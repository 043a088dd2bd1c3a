"""The instructor calls the roll of a past meeting; hours follow for the class and the student."""

from django.utils import timezone

from courses.delivery.models import AttendanceRecord
from courses.timetable.models import Meeting
from tests.e2e.people import Cast
from tests.e2e.steps.roster import FIRST_NAME, PER_CLASS


def call_roll(cast: Cast) -> None:
    """Everybody is present but one, who is marked absent with one tap."""
    instructor = cast.instructor
    meeting = Meeting.objects.filter(
        instructor=cast.teacher, date__lte=timezone.localdate()
    ).earliest("date")
    day = f"{meeting.date.month}月{meeting.date.day}日"
    instructor.open("/my/")
    instructor.sees("今天", "未点名")
    instructor.go_to("点名" if instructor.on_phone else "点名与学时")
    instructor.click(day)
    instructor.sees(day, "默认全部到课", FIRST_NAME)
    instructor.page.get_by_role("group", name=FIRST_NAME).get_by_text("旷课").click()
    instructor.press(f"保存：{PER_CLASS} 人，2 学时")
    instructor.sees(f"已登记：2 学时，{PER_CLASS} 名学生", "到课 14", "旷课 1")
    assert AttendanceRecord.objects.count() == PER_CLASS

    instructor.click("C2092011-01")
    instructor.sees("2 已授学时", "30 待授学时", "32 计划课堂学时")


def see_own_hours(cast: Cast) -> None:
    student = cast.student
    student.open("/my/")
    student.sees("已修 0 / 32 学时", "最多还可达 30 学时", "缺课 1 次")
    student.go_to("学时" if student.on_phone else "我的考勤与学时")
    student.sees("0 / 32", "30", "旷课 1")
