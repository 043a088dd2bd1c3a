"""Who may teach: a certificate filed on the phone and verified, or a waiver with an end."""

import io

from PIL import Image
from playwright.sync_api import expect

from courses.teaching.models import TeachingAssignment
from tests.e2e.people import Cast
from tests.e2e.person import Person

LEVEL, NUMBER = "二级 职业指导师", "1841000000000001"


def refuse_unqualified(cast: Cast) -> None:
    """Both teachers lack the certificate that the rule asks for; the office reads why."""
    office = cast.office
    _choose(office, "01", cast.teacher.name)
    office.press("确定")
    office.sees(
        f"不能安排{cast.teacher.name}授课",
        "当日没有已核验且有效的中级以上证书",
        "专职就业工作人员必须具有中级以上就业指导相关职业资格证书",
    )
    assert not TeachingAssignment.objects.exists()


def file_certificate(cast: Cast) -> None:
    """The instructor photographs the certificate."""
    instructor = cast.instructor
    instructor.open("/my/")
    instructor.go_to("我的资格证书")
    instructor.click("提交证书")
    instructor.page.get_by_label("证书及等级").select_option(label=LEVEL)
    instructor.fill(证书编号=NUMBER, 发证日期="2018-06-01")
    instructor.upload("扫描件或照片", "证书.png", _photo())
    instructor.press("提交")
    instructor.sees("已提交，等待教务核验", LEVEL, "待核验")


def verify_certificate(cast: Cast) -> None:
    office = cast.office
    office.open("/my/")
    office.click("份教师证书待")
    office.click(LEVEL)
    expect(office.page.get_by_role("img", name="证书扫描件")).to_be_visible()
    office.press("核验通过")
    office.sees("已核验", "没有待核验的证书")


def assign_qualified(cast: Cast) -> None:
    office = cast.office
    _choose(office, "01", cast.teacher.name)
    office.press("确定")
    office.sees(f"该班由{cast.teacher.name}授课", "机器人2601")


def assign_by_waiver(cast: Cast) -> None:
    """The second class has nobody qualified: a waiver is recorded, and the class says so."""
    office, name = cast.office, cast.colleague.name
    _choose(office, "02", name)
    office.click("批准豁免")
    office.fill(
        原因="证书正在换发，教务处批准临时任课", 起始日期="2026-08-31", 截止日期="2027-01-31"
    )
    office.press("批准")
    office.sees("豁免已登记", f"安排{name}授课")
    office.page.get_by_label("豁免").select_option(index=1)
    office.press("确定")
    office.sees(f"该班由{name}授课", "豁免")
    assert TeachingAssignment.objects.filter(valid_to=None).count() == 2


def _choose(office: Person, number: str, name: str) -> None:
    """From the list of classes to the one person."""
    office.go_to("学期与教学班")
    office.click(office.page.locator("main").get_by_role("link", name="2", exact=True))
    office.click(f"-{number}")
    office.click("安排教师")
    office.click(name)


def _photo() -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(stored, "PNG")
    return stored.getvalue()
