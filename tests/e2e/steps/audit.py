"""The audit as of a date: a finding opens to its clause and rows; a PDF for the file."""

import io

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.people import Cast
from tests.e2e.steps.instructors import NUMBER

ON = "2026-12-31"


def run_audit(cast: Cast) -> None:
    """A newcomer at the office: from home to the audit in two clicks."""
    office = cast.office
    office.open("/my/")
    office.click("做第一次核查")
    office.fill(截至日期=ON)
    office.press("按此日期核查")
    if office.page.get_by_role("link", name="查看结果").count():
        office.click("查看结果")
    office.sees("截至2026年12月31日", "未达标")


def read_finding(cast: Cast) -> None:
    """The auditor opens a finding to its clause, its arithmetic and the rows that were counted."""
    auditor = cast.auditor
    auditor.open("/my/")
    auditor.go_to("合规核查")
    finding = auditor.page.locator("details.finding").filter(has_text="证书")
    finding.locator("summary").click()
    auditor.look()
    expect(finding).to_contain_text("必须具有中级以上就业指导相关职业资格证书")
    auditor.click(finding.get_by_role("link", name="计入的 2 名专职人员"))
    row = auditor.page.get_by_role("row").filter(has_text=cast.colleague.staff_number)
    expect(row).to_contain_text(cast.colleague.name)
    expect(row).to_contain_text("未登记证书")
    auditor.click(auditor.page.get_by_role("link", name=NUMBER))
    auditor.sees("二级 职业指导师", cast.teacher.name, "已核验")


def file_report(cast: Cast) -> None:
    auditor = cast.auditor
    auditor.go_to("合规核查")
    pages = PdfReader(io.BytesIO(auditor.download("存档用 PDF"))).pages
    text = "".join(page.extract_text() for page in pages)
    assert "就业指导与服务工作核查报告" in text
    assert cast.colleague.name in text
