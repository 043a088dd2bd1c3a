"""The province has a plan made, looks at it and approves it; the timetable shows the substitute,
and gives the meeting back when the person withdraws. At a desk and on a phone, no barrier."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from courses.training.domain import load_training_rules
from courses.training.models import RotationPlan
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.person import Person
from tests.factories.changes import Published, published_term
from tests.factories.institutions import DepartmentFactory, RoleFactory, UserFactory
from tests.factories.training import CompletionFactory, CycleRuleFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(live_server: Any) -> Published:
    """陈卫东 owes a training and teaches on the second day of the only session; 何敏 was trained
    lately and may stand in."""
    load_training_rules()
    world = published_term()
    CycleRuleFactory(institution=world.institution)
    CompletionFactory(staff=world.colleague, completed_on=world.meeting.date - 60 * DAY)
    TrainingSessionFactory(
        programme__name="全省轮训",
        code="第一期",
        starts_on=world.meeting.date - DAY,
        registration_closes_on=world.meeting.date - 2 * DAY,
    )
    return world


def timetable(world: Published) -> str:
    return f"/my/timetable/?week={world.term.week_of(world.meeting.date)}"


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_plan_is_made_approved_and_seen_in_the_timetable(
    page_for: Callable[..., Page], axe: Callable[..., None], world: Published, width: int
) -> None:
    shapes: set[str] = set()

    def window(user: Any) -> Person:
        return Person(page_for(user, width), axe, shapes)

    province = RoleFactory(
        institution=None,
        kind="province",
        province=world.institution.province,
        user=UserFactory(name="省厅"),
    ).user
    officer, student = window(province), window(world.student.user)
    student.open(timetable(world))
    student.sees("陈卫东")

    officer.open("/my/")
    officer.go_to("轮训方案")
    year = world.meeting.date.year
    officer.fill(**{"周期": f"{year}-{year + 2}", "求解时间（秒）": 5})
    officer.press("开始安排")
    officer.click("查看结果")
    officer.sees("建议方案", "1 次课已安排代课或补课")
    officer.click("人员去向")
    officer.sees("陈卫东", "第一期")
    officer.click("代课安排")
    officer.sees("何敏")
    officer.click("结果")
    officer.press("批准：落实名额并调课")
    officer.click("查看结果")
    officer.sees("已落实")
    assert RotationPlan.objects.count() == 1

    student.open(timetable(world))
    student.sees("何敏")
    instructor = window(world.instructor.user)
    instructor.open("/my/training/mine/")
    instructor.sees("已批准", "全省轮训")
    instructor.click("退出")
    instructor.fill(原因="家中有事")
    instructor.press("退出")
    instructor.sees("已退出")

    student.open(timetable(world))
    student.sees("陈卫东")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_office_enters_a_budget_and_brings_quotas_in(
    page_for: Callable[..., Page], axe: Callable[..., None], world: Published, width: int
) -> None:
    office = Person(page_for(world.office, width), axe, set())
    year = world.meeting.date.year
    office.open("/my/training/")
    office.click("培训经费预算")
    office.click("新增预算")
    office.fill(起始年份=year, **{"金额（元）": 50_000})
    office.press("保存")
    office.sees(str(year), "50000")
    office.click(str(year))
    DepartmentFactory(institution=world.institution, name="机械学院")
    office.open("/my/training/quotas/")
    table = "期次,院系,名额\r\n第一期,机械学院,2\r\n第一期,无此学院,2\r\n"
    office.upload("表格文件", "名额.csv", table.encode())
    office.press("上传并检查")
    office.sees("无此学院")
