"""An office nominates at its desk, the province approves, the instructor sees it on a phone and
withdraws; who waited has the seat. Every screen on the way has no barrier."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.institutions.enums import RoleKind
from courses.training.domain import load_training_rules
from tests.e2e.conftest import DESK, PHONE
from tests.factories.institutions import InstitutionFactory, RoleFactory, StaffMemberFactory
from tests.factories.institutions import UserFactory as User
from tests.factories.training import DAY, NominationFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def follow(page: Page, words: str, role: Any = "link") -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=words).first.click()


def test_seat_goes_from_the_office_to_the_person_and_on_to_the_next(
    page_for: Callable[..., Page], axe: Callable[..., None]
) -> None:
    load_training_rules()
    institution = InstitutionFactory()
    teacher = StaffMemberFactory(institution=institution, name="陈卫东", user=User(name="陈卫东"))
    RoleFactory(user=teacher.user, kind=RoleKind.INSTRUCTOR, institution=institution)
    office = RoleFactory(institution=institution, kind=RoleKind.TEACHING_OFFICE).user
    officer = RoleFactory(
        institution=None, kind=RoleKind.PROVINCE_OFFICER, province="41", user=User()
    ).user
    session = TrainingSessionFactory(programme__name="全省轮训", code="第一期", seats=1)

    desk = page_for(office, DESK)
    desk.goto("/my/training/")
    axe(desk)
    follow(desk, "全省轮训")
    follow(desk, "提名人员")
    axe(desk)
    desk.get_by_label("陈卫东").check()
    follow(desk, "提名所选人员", "button")
    expect(desk.locator("main")).to_contain_text("等待省级审批")
    axe(desk)

    province = page_for(officer, DESK)
    province.goto("/my/")
    follow(province, "项培训提名待审批")
    follow(province, "全省轮训")
    axe(province)
    follow(province, "批准", "button")
    expect(province.locator("main")).to_contain_text("剩 0 个")
    NominationFactory(session=session, staff=StaffMemberFactory(name="何敏"), state="waiting")

    phone = page_for(teacher.user, PHONE)
    phone.goto("/my/training/mine/")
    expect(phone.locator("main")).to_contain_text("已批准")
    axe(phone)
    follow(phone, "退出")
    axe(phone)
    follow(phone, "退出", "button")
    expect(phone.locator("main")).to_contain_text("已退出")

    province.goto(f"/my/training/{session.public_id}/")
    seated = province.locator("section", has=province.get_by_role("heading", name="已获名额"))
    expect(seated).to_contain_text("何敏")
    expect(seated).not_to_contain_text("陈卫东")
    session.starts_on = session.ends_on = timezone.localdate()
    session.registration_closes_on = session.starts_on - DAY
    session.save()
    for where in ("quotas", "edit", "cancel", "roll", "results"):
        province.goto(f"/my/training/{session.public_id}/{where}/")
        axe(province)
    for where in ("coverage", "programmes", "programmes/new", "new", "rules", "rules/cycle/new"):
        province.goto(f"/my/training/{where}/")
        axe(province)
