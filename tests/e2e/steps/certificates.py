"""Certificates: issued for a class, looked at by a stranger, revoked."""

import io

from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.certificates.models import Certificate
from cms.demo.syllabus import COURSE
from tests.e2e.people import Cast
from tests.e2e.steps.roster import FIRST_NAME, FIRST_NUMBER, PER_CLASS

# All but the one whose exam is deferred.
PASSED = PER_CLASS - 1


def issue_certificates(cast: Cast) -> None:
    """For everybody who passed; the PDF holds their names, the student finds an own copy."""
    office = cast.office
    office.go_to("发放证书")
    office.click("C2092011-01")
    office.sees(f"{PASSED} 人可发证", "1 人不发证", "缓考")
    office.press(f"发放 {PASSED} 份证书")
    office.click("查看结果")
    office.sees(f"已发放 {PASSED} 份证书", FIRST_NAME)
    pages = PdfReader(io.BytesIO(office.download("下载 PDF"))).pages
    assert len(pages) == PASSED
    assert FIRST_NAME in pages[0].extract_text()

    student = cast.student
    student.go_to("我的证书")
    student.sees(COURSE["name"], "郑州大学 · 38 学时", "有效")
    own = PdfReader(io.BytesIO(student.download("下载 PDF"))).pages
    assert [FIRST_NAME in page.extract_text() for page in own] == [True]


def verify_certificate(cast: Cast) -> None:
    """A stranger with the code from the paper: name masked, and nothing that isn't printed."""
    visitor = cast.visitor
    visitor.open("/verify/")
    visitor.fill(查验码=Certificate.objects.get(holder_name=FIRST_NAME).code)
    visitor.press("查验")
    visitor.sees("有效", "买** 在郑州大学完成 38 学时的课程学习")
    expect(visitor.page.locator("body")).not_to_contain_text(FIRST_NAME)
    expect(visitor.page.locator("body")).not_to_contain_text(FIRST_NUMBER)


def revoke_certificate(cast: Cast) -> None:
    office, visitor = cast.office, cast.visitor
    office.go_to("结业证书")
    office.click(FIRST_NAME)
    office.fill(原因="姓名用字有误，收回重发")
    office.press("撤销此证书")
    office.sees("证书已撤销", "姓名用字有误，收回重发")
    visitor.page.reload()
    visitor.look()
    visitor.sees("已撤销", "不再有效")
