"""Make the Word templates anew: python -m cms.exporting.word."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = Path(__file__).resolve().parent
SIGNERS = ("教研室主任（签字）：", "院系负责人（签字）：", "教务处（盖章）：")


def main() -> None:
    syllabus().save(HERE / "syllabus.docx")
    lesson().save(HERE / "lesson.docx")
    calendar().save(HERE / "calendar.docx")


def blank() -> Any:
    """A4 with the fonts and sizes of official papers; fonts are named, not embedded."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for name, size, font in (
        ("Normal", 12, "宋体"),
        ("Heading 1", 14, "黑体"),
        ("Heading 2", 14, "黑体"),
        ("Heading 3", 12, "黑体"),
    ):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return document


def title(document: Any, text: str) -> None:
    for line, size in (("{{ institution }}", 16), (text, 20)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size = True, Pt(size)


def facts(document: Any, rows: list[tuple[str, ...]]) -> None:
    """Label and value in turn; a row with one pair spans the table."""
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 2:
            cells[1].merge(cells[3])
            cells[0].text, cells[1].text = row
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text


def listed(document: Any, heading: str, name: str) -> None:
    document.add_heading(heading, level=1)
    document.add_paragraph("{%p for line in " + name + " %}")
    document.add_paragraph("{{ line }}")
    document.add_paragraph("{%p endfor %}")


def repeated(document: Any, headings: tuple[str, ...], loop: str, cells: tuple[str, ...]) -> Any:
    """A table whose third row is drawn once for each row of the loop."""
    table = document.add_table(rows=4, cols=len(headings))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    table.rows[1].cells[0].text = "{%tr for " + loop + " %}"
    for cell, text in zip(table.rows[2].cells, cells, strict=True):
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
    # The headings stand on every page.
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    return table


def signatures(document: Any) -> None:
    document.add_paragraph()
    for signer in SIGNERS:
        document.add_paragraph(f"{signer}　　　　　　　　　　　年　　月　　日")


def syllabus() -> Any:
    document = blank()
    title(document, "《{{ name }}》教学大纲")
    facts(
        document,
        [
            ("课程名称", "{{ name }}", "课程代码", "{{ code }}"),
            ("英文名称", "{{ name_en }}"),
            ("课程性质", "{{ nature }}", "学分", "{{ credits }}"),
            (
                "总学时",
                "{{ hours.total }}（理论 {{ hours.theory }}，实践 {{ hours.practice }}，"
                "线上 {{ hours.online }}）",
            ),
            ("适用专业", "{{ majors }}", "先修课程", "{{ prerequisites }}"),
        ],
    )
    listed(document, "一、课程简介", "description")
    document.add_heading("二、课程目标", level=1)
    document.add_paragraph("{%p for group in objectives %}")
    document.add_paragraph("{{ group.kind }}目标")
    document.add_paragraph("{%p for item in group['items'] %}")
    document.add_paragraph("{{ item }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_heading("三、教学内容与学时分配", level=1)
    repeated(
        document,
        ("序号", "单元与内容", "理论", "实践", "线上", "学时"),
        "unit in units",
        (
            "{{ unit.number }}",
            "{{ unit.title }}\n{{ unit.content }}",
            "{{ unit.theory }}",
            "{{ unit.practice }}",
            "{{ unit.online }}",
            "{{ unit.total }}",
        ),
    )
    document.add_paragraph(
        "合计：理论 {{ hours.theory }}，实践 {{ hours.practice }}，线上 {{ hours.online }}，"
        "共 {{ hours.total }} 学时。"
    )
    document.add_paragraph("{%p if map %}")
    document.add_heading("四、目标、单元与考核的对应关系", level=1)
    repeated(
        document,
        ("课程目标", "单元", "考核方式"),
        "line in map",
        ("{{ line.objective }}", "{{ line.unit }}", "{{ line.assessment }}"),
    )
    document.add_paragraph("{%p endif %}")
    listed(document, "五、考核方式", "assessment")
    listed(document, "六、教材与参考书", "textbooks")
    signatures(document)
    return document


def lesson() -> Any:
    document = blank()
    title(document, "《{{ course }}》教案")
    facts(
        document,
        [
            ("课题", "{{ title }}"),
            ("所属单元", "{{ unit }}", "学时", "{{ hours }}（{{ minutes }} 分钟）"),
            ("教学方法", "{{ methods }}", "教具与材料", "{{ materials }}"),
        ],
    )
    listed(document, "一、教学目标", "objectives")
    listed(document, "二、教学重点", "key_points")
    listed(document, "三、教学难点", "difficulties")
    listed(document, "四、课前准备", "preparation")
    document.add_heading("五、教学过程", level=1)
    repeated(
        document,
        ("环节", "时间（分钟）", "组织形式", "过程"),
        "step in steps",
        (
            "{{ step.title }}",
            "{{ step.minutes }}",
            "{{ step.form }}",
            "{{ step.lines|join('\n') }}",
        ),
    )
    document.add_paragraph("合计 {{ planned }} 分钟。")
    listed(document, "六、课后作业", "homework")
    listed(document, "七、教学后记", "afterthought")
    document.add_heading("附：学生阅读材料", level=1)
    return document


def calendar() -> Any:
    document = blank()
    title(document, "教学日历（{{ term }} 学期）")
    facts(
        document,
        [
            ("课程名称", "{{ course }}", "教学班", "{{ code }}"),
            ("专业", "{{ majors }}", "班级", "{{ groups }}"),
            ("任课教师", "{{ instructors }}", "课程总学时", "{{ total_hours }}"),
            ("本学期面授学时", "{{ term_hours }}", "线上学时", "{{ online_hours }}"),
            ("上课周数", "{{ weeks }}", "周学时", "{{ weekly_hours }}"),
        ],
    )
    document.add_paragraph()
    repeated(
        document,
        ("周次", "日期", "星期", "学时", "章节与内容", "教学方法", "教具", "作业"),
        "row in rows",
        (
            "{{ row.week }}",
            "{{ row.date }}",
            "{{ row.weekday }}",
            "{{ row.hours }}",
            "{{ row.chapter }}",
            "{{ row.method }}",
            "{{ row.aids }}",
            "{{ row.homework }}",
        ),
    )
    signatures(document)
    return document


if __name__ == "__main__":
    main()
