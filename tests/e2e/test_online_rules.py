"""The office enters its own rule of online hours and takes it back, at a desk and on a phone."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.delivery.domain import load_online_rules
from tests.e2e.conftest import DESK, PHONE
from tests.factories.institutions import RoleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_office_enters_and_withdraws_a_rule(
    page_for: Callable[..., Page], axe: Callable[..., None], width: int
) -> None:
    load_online_rules()
    page = page_for(RoleFactory(kind="office").user, width, dark=width == PHONE)
    page.goto("/my/delivery/online-rules/")
    main = page.locator("main")
    expect(main).to_contain_text("本校尚未另行规定")
    axe(page)
    main.get_by_role("link", name="登记本校规则").click()
    expect(page.get_by_label("依据文件")).to_be_visible()
    axe(page)
    page.get_by_label("视为看完的观看比例（%）").fill("90")
    page.get_by_label("计入学时的最高倍速").select_option("1.5")
    page.get_by_label("依据文件").fill("本校线上教学管理办法第八条")
    page.get_by_label("起始日期").fill(timezone.localdate().isoformat())
    main.get_by_role("button", name="登记").click()
    expect(main).to_contain_text("规则最早从明天起生效")
    axe(page)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    page.get_by_label("起始日期").fill(tomorrow.isoformat())
    main.get_by_role("button", name="登记").click()
    expect(main).to_contain_text(f"规则已登记，自 {tomorrow.isoformat()} 起生效")
    expect(main).to_contain_text("最高以 1.5 倍速观看计入学时")
    axe(page)
    main.get_by_role("button", name="撤回").click()
    expect(main).to_contain_text("本校尚未另行规定")
