"""Somebody finds a certificate in the catalogue, and how its levels are read, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.institutions.enums import RoleKind
from courses.qualifications.domain import load_catalogue
from tests.e2e.conftest import DESK, PHONE
from tests.factories.institutions import RoleFactory

pytestmark = pytest.mark.django_db(transaction=True)
HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_catalogue_and_readings_are_accessible(
    page_for: Callable[..., Page], axe: Callable[..., None], width: int, language: str
) -> None:
    load_catalogue()
    role = RoleFactory(kind=RoleKind.TEACHING_OFFICE)
    page = page_for(role.user, width, language=language)
    for address in ("/my/staff/catalogue/", "/my/staff/readings/"):
        for asked in ("", "?q=gcdf", "?q=nothing"):
            page.goto(address + asked)
            axe(page)


def test_certificate_is_found_on_a_phone_without_scrolling_through_all(
    page_for: Callable[..., Page], axe: Callable[..., None]
) -> None:
    load_catalogue()
    role = RoleFactory(kind=RoleKind.INSTRUCTOR)
    phone = page_for(role.user, PHONE)
    phone.goto("/my/staff/catalogue/")
    assert phone.evaluate(HEIGHT) < 2500
    phone.get_by_text("职业培训师", exact=True).click()
    expect(phone.get_by_text("企业培训师")).to_be_visible()
    axe(phone)
    phone.get_by_label("名称、别名或发证机构").fill("全球职业规划师")
    phone.get_by_role("button", name="查看").click()
    expect(phone.get_by_text("美国认证与教育中心（CCE）")).to_be_visible()
    phone.get_by_role("link", name="等级认定口径").click()
    expect(phone.get_by_role("heading", name="职业技能等级（2022年版大典）")).to_be_visible()
    assert phone.evaluate(HEIGHT) < 6000
    phone.get_by_role("navigation", name="本页内容").get_by_text("市场化培训项目").click()
    expect(phone.get_by_role("heading", name="市场化培训项目")).to_be_in_viewport()
