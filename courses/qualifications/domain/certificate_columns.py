"""The columns of a list of certificates."""

from django.utils.translation import gettext_lazy

from media.spreadsheets.days import day
from media.spreadsheets.parsers import person_name, student_number, text
from media.spreadsheets.schema import Column, Schema
from media.spreadsheets.table import Table, read_table

ENDLESS = ("长期", "长期有效", "永久", "永久有效", "终身", "无", "—", "-", "/")

CERTIFICATES = Schema(
    key="staff_number",
    columns=(
        Column(
            "staff_number",
            gettext_lazy("Staff number"),
            ("工号", "职工号", "教工号", "人员编号", "教师编号"),
            parse=student_number(),
        ),
        Column(
            "name",
            gettext_lazy("Name"),
            ("姓名", "教师姓名"),
            required=False,
            parse=person_name(required=False),
        ),
        Column(
            "level",
            gettext_lazy("Certificate and level"),
            ("职业资格证书及等级", "证书名称", "证书及等级", "资格证书", "证书名称及等级"),
            parse=text(required=False, max_length=100),
        ),
        Column(
            "number",
            gettext_lazy("Certificate number"),
            ("证书编号", "证书号", "证书号码", "编号"),
            parse=text(required=False, max_length=60),
        ),
        Column(
            "issued_on",
            gettext_lazy("Issued on"),
            ("发证日期", "发证时间", "取得时间", "取得日期", "颁发日期"),
            parse=day(required=False),
        ),
        Column(
            "expires_on",
            gettext_lazy("Valid until"),
            ("有效期至", "有效期", "到期日期", "有效截止日期", "失效日期"),
            required=False,
            parse=day(required=False, endless=ENDLESS),
        ),
        Column(
            "issuer",
            gettext_lazy("Issued by"),
            ("发证机构", "发证机关", "颁发机构", "发证单位"),
            required=False,
            parse=text(required=False, max_length=100),
        ),
    ),
)


def read_certificates(content: bytes, *, filename: str) -> Table:
    """Raises SpreadsheetRefused."""
    return read_table(content, filename=filename, schema=CERTIFICATES)
