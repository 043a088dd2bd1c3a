"""An empty list of teaching classes to fill in."""

from django.utils.translation import gettext as _

from courses.teaching.models import Term
from courses.timetable.domain.class_schema import CLASSES, PATTERNS
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

SPARE_ROWS = 500
WIDE = {"code": 28, "course": 28, "groups": 36}


def class_template(term: Term) -> bytes:
    """An xlsx file with the header and an example, which a list that is read back must not keep:
    its course and classes are nobody's."""
    example = {
        "code": f"({term.code})-C2092011-01",
        "course_code": "C2092011",
        "course": "大学生职业发展与就业指导",
        "groups": "植保2401、植保2402",
        "entry_year": "2024",
        "teacher": "T00001",
        "hours": "38",
        "weeks": "1-5、7-11单",
        "periods_per_meeting": "2",
        "weekly_pattern": "每周一次",
        "room_kind": "多媒体教室",
        "equipment": "投影、白板",
        "campus": "南校区",
        "term": term.code,
    }
    columns = [
        SheetColumn(
            str(column.label),
            width=WIDE.get(column.key, 16),
            choices=[words[0] for words in PATTERNS.values()]
            if column.key == "weekly_pattern"
            else (),
        )
        for column in CLASSES.columns
    ]
    rows = [[example[column.key] for column in CLASSES.columns]]
    sheet = SheetToWrite(_("Teaching classes"), columns, rows, spare_rows=SPARE_ROWS)
    return write_workbook([sheet])
