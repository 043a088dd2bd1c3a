"""The office brings in the first-years from the registry's spreadsheet."""

import io

from openpyxl import Workbook
from playwright.sync_api import expect

from courses.institutions.models import Student
from tests.e2e.people import ENTRY_YEAR, Cast
from tests.e2e.person import Person

HEADER = ("序号", "学号", "姓名", "性别", "所在院系", "专业名称", "班级", "年级")
CLASSES = (
    ("机械与动力工程学院", "机器人工程", "机器人2601"),
    ("外国语与国际关系学院", "翻译", "翻译2601"),
)
PER_CLASS = 15
BAD_ROW = 9
FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩"
# The first one has an account; the name is one that spreadsheets and fonts stumble over.
FIRST_NUMBER, FIRST_NAME = "0260000001", "买买提·艾力"


def students() -> list[tuple[str, str, str, str, str, str]]:
    """(number, name, sex, department, major, class) of everybody."""
    rows = []
    for n in range(PER_CLASS * len(CLASSES)):
        unit = CLASSES[n // PER_CLASS]
        name = FIRST_NAME if n == 0 else FAMILY_NAMES[n % PER_CLASS] + "一二"[n // PER_CLASS] + "鸣"
        rows.append((f"026{n + 1:07d}", name, "男女"[n % 2], *unit))
    return rows


def workbook(*, bad: bool) -> bytes:
    """As a registry prints it: two title rows, an empty one, a number column, 年级 as a number."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2026级新生名册"])
    sheet.append(["制表：教务处　　2026年8月"])
    sheet.append([])
    sheet.append(HEADER)
    for n, (number, name, sex, *unit) in enumerate(students(), start=1):
        is_bad = bad and sheet.max_row + 1 == BAD_ROW
        sheet.append([n, number, name, "不详" if is_bad else sex, *unit, ENTRY_YEAR])
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def bring_in_students(cast: Cast) -> None:
    """One bad cell is shown and nothing happens; the corrected file is applied, once."""
    office = cast.office
    office.open("/my/")
    office.sees("还没有学期")
    office.click("导入学生")
    _upload(office, bad=True)
    office.sees("1 行有误", "没有改动任何数据", "无法识别“不详”。请填写：男、女。", f"D{BAD_ROW}")
    expect(office.page.locator("td.cell-bad")).to_have_count(1)
    assert not Student.objects.exists()

    office.click("上传改正后的文件")
    _upload(office, bad=False)
    office.sees("全部行均正确", "外国语与国际关系学院", "翻译2601")
    office.page.get_by_role("checkbox", name="新建尚不存在的学院、专业和班级").check()
    office.press("确认导入：新增 30，变更 0")
    office.sees("导入回执", "已导入", "30 新增学生", "5 新建学院、专业和班级")
    assert Student.objects.count() == len(students())

    office.click("上传另一个文件")
    _upload(office, bad=False)
    office.sees("0 新增", "0 变更", "30 不变")
    cast.enter_student(FIRST_NUMBER)


def _upload(office: Person, *, bad: bool) -> None:
    office.upload("表格文件", "2026级新生名册.xlsx", workbook(bad=bad))
    office.press("上传并检查")
