"""A certificate is photographed on a phone and verified at a desk; then the person may teach."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from courses.institutions.enums import StaffKind
from courses.qualifications.domain import load_catalogue
from media.library.models import PrivateFile
from tests.courses.qualifications.files import picture
from tests.e2e.conftest import DESK, PHONE
from tests.factories.institutions import RoleFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


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
    expect(phone.get_by_label("证书及等级")).to_be_visible()
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


def test_folder_of_scans_comes_with_the_names_of_its_folders(
    page_for: Callable[..., Page], axe: Callable[..., None], tmp_path: Path
) -> None:
    load_catalogue()
    office = RoleFactory(kind="office", user__name="钱教务")
    folder = tmp_path / "扫描件"
    for number in ("T0000", "T0001"):
        (folder / number).mkdir(parents=True)
        (folder / number / "证书.png").write_bytes(picture())
    desk = page_for(office.user, DESK)
    desk.goto("/my/staff/import/")
    axe(desk)
    desk.get_by_label("表格").set_input_files(
        {"name": "证书.csv", "mimeType": "text/csv", "buffer": "工号,姓名\n".encode()}
    )
    desk.get_by_label("或选择多个扫描件").set_input_files(
        [{"name": f"{n}.png", "mimeType": "image/png", "buffer": picture()} for n in range(2)]
    )
    desk.get_by_label("或选择扫描件文件夹").set_input_files(folder)
    with desk.expect_navigation():
        desk.get_by_role("button", name="上传并检查").click()
    archive = PrivateFile.objects.get(content_type="application/zip")
    with archive.file.open("rb") as file, zipfile.ZipFile(file) as sent:
        assert sorted(sent.namelist()) == [
            "0.png",
            "1.png",
            "扫描件/T0000/证书.png",
            "扫描件/T0001/证书.png",
        ]
