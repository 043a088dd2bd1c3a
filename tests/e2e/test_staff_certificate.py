"""A certificate is photographed on a phone and verified at a desk; then the person may teach."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.institutions.enums import StaffKind
from courses.qualifications.domain import load_catalogue
from tests.courses.qualifications.files import picture
from tests.e2e.conftest import DESK, PHONE
from tests.factories.institutions import RoleFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("e2e")]


def test_certificate_from_the_phone_makes_the_light_green(
    page_for: Callable[..., Page], axe: Callable[..., None]
) -> None:
    load_catalogue()
    office = RoleFactory(kind="office", user__name="钱教务")
    instructor = RoleFactory(kind="instructor", institution=office.institution).user
    StaffMemberFactory(
        institution=office.institution,
        name="陈卫东",
        user=instructor,
        kind=StaffKind.FULL_TIME_TEACHER,
    )
    phone = page_for(instructor, PHONE)
    phone.goto("/my/staff/mine/")
    expect(phone.locator("main")).to_contain_text("不具备资格")
    phone.locator("main").get_by_role("link", name="提交证书").click()
    axe(phone)
    phone.get_by_label("证书及等级").select_option("GCDF 全球职业规划师")
    phone.get_by_label("发证日期").fill("2021-04-04")
    # The usual last day comes by itself, and goes when another certificate is chosen.
    phone.get_by_label("发证日期").dispatch_event("change")
    expect(phone.get_by_label("有效期至")).to_have_value("2026-04-03")
    phone.get_by_label("有效期至").fill("")
    phone.get_by_label("证书及等级").select_option("二级 职业指导师")
    phone.get_by_label("证书编号").fill("1801000000000001")
    phone.get_by_label("拍照").set_input_files(
        {"name": "IMG_0001.png", "mimeType": "image/png", "buffer": picture()}
    )
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.locator("main")).to_contain_text("等待教务核验")
    axe(phone)

    desk = page_for(office.user, DESK)
    desk.goto("/my/staff/inbox/")
    axe(desk)
    desk.locator("main").get_by_role("link", name="二级 职业指导师").click()
    expect(desk.get_by_role("img", name="证书扫描件")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="核验通过").click()
    expect(desk.locator("main")).to_contain_text("没有待核验")
    axe(desk)

    phone.goto("/my/staff/mine/")
    expect(phone.locator("main .card-now")).to_contain_text("具备资格")
    expect(phone.locator("main .card-now")).not_to_contain_text("不具备资格")
