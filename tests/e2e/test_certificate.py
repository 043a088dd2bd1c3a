"""An employer scans a certificate on a phone; the office revokes it, and the page says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courses.institutions.enums import RoleKind
from tests.e2e.conftest import DESK, PHONE
from tests.factories.certificates import CertificateFactory, locked_class, passed
from tests.factories.institutions import InstitutionFactory, RoleFactory
from tests.factories.signing import signing_key

pytestmark = pytest.mark.django_db(transaction=True)


def test_employer_scans_a_certificate_and_the_office_revokes_it(
    page_for: Callable[..., Page], axe: Callable[..., None], settings: Any, tmp_path: Any
) -> None:
    settings.QIHANG_SIGNING_DIR = tmp_path
    signing_key()
    school = InstitutionFactory(name="郑州大学")
    certificate = CertificateFactory(enrolment=passed(locked_class(school), "王小明"))
    office = page_for(RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=school).user, DESK)
    office.goto(reverse("certificates:list"))
    axe(office)
    with office.expect_navigation():
        office.get_by_role("link", name="王小明").click()
    axe(office)
    for button in ("下载 PDF", "下载电子徽章"):
        with office.expect_download() as download:
            office.get_by_role("link", name=button).click()
        assert download.value.path().stat().st_size > 500

    employer = page_for(None, PHONE)
    employer.goto(reverse("verify:certificate", args=[certificate.code]))
    axe(employer)
    page = employer.locator("body")
    expect(page).to_contain_text("王** 在郑州大学完成 38 学时的课程学习")
    expect(page).to_contain_text("2026年12月30日")
    for hidden in ("王小明", certificate.holder_number, certificate.serial):
        expect(page).not_to_contain_text(hidden)
    with employer.expect_navigation():
        employer.get_by_role("link", name="English").click()
    axe(employer)
    expect(page).to_contain_text("王** completed 38 hours at 郑州大学.")

    office.get_by_label("原因").fill("成绩更正后不合格")
    with office.expect_navigation():
        office.get_by_role("button", name="撤销此证书").click()
    employer.goto(reverse("verify:certificate", args=[certificate.code]))
    axe(employer)
    expect(page).to_contain_text("已撤销")
    expect(page).not_to_contain_text("更正")
