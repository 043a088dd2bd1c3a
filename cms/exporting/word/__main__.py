"""Make the Word templates anew: python -m cms.exporting.word."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).resolve().parent
SIGNERS = ("教研室主任（签字）：", "院系负责人（签字）：", "教务处（盖章）：")
TEACHER = "任课教师（签字）："


def main() -> None:
    syllabus().save(HERE / "syllabus.docx")
    lesson().save(HERE / "lesson.docx")
    calendar().save(HERE / "calendar.docx")


def blank(*, landscape: bool = False) -> Any:
    """A4 with the fonts and sizes of official papers; fonts are named, not embedded."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
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
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        # The theme's fonts would go before those that are named.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    number_pages(section)
    return document


def number_pages(section: Any) -> None:
    """第 x 页，共 y 页, counted by Word."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, code in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(text).font.size = Pt(9)
        if code:
            field(paragraph, code)


def field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(9)
        if kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def title(document: Any, text: str) -> None:
    number = document.add_paragraph("编号：{{ document_number }}")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    number.runs[0].font.size = Pt(10.5)
    for line, size in (("{{ institution }}", 16), (text, 20)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size = True, Pt(size)


def ruled(document: Any, *, rows: int, widths: tuple[float, ...]) -> Any:
    """A table with thin rules; widths in cm, the same whatever is written into it."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def settle(table: Any) -> None:
    """Cells take the width of their column, and text stands in the middle without gaps."""
    widths = [column.width for column in table.columns]
    for row in table.rows:
        # No row is torn between two pages.
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
        for cell, width in zip(row.cells, widths, strict=True):
            if cell._tc.grid_span == 1:
                cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.paragraph_format.line_spacing = 1.15
                for run in paragraph.runs:
                    run.font.size = Pt(10.5)


def facts(document: Any, rows: list[tuple[str, ...]], *, wide: bool = False) -> None:
    """Label and value in turn; a row with one pair spans the table."""
    table = ruled(document, rows=0, widths=(4, 8.35, 4, 8.35) if wide else (2.6, 5.4, 2.6, 5.4))
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 2:
            cells[1].merge(cells[3])
            cells[0].text, cells[1].text = row
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
        for cell in (cells[0], cells[2]) if len(row) == 4 else (cells[0],):
            cell.paragraphs[0].runs[0].bold = True
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    settle(table)


def listed(document: Any, heading: str, name: str, *, empty: str = "（未填写）") -> None:
    document.add_heading(heading, level=1)
    document.add_paragraph("{%p for line in " + name + " %}")
    paragraph = document.add_paragraph("{{ line }}")
    # Two characters, as in every official paper.
    paragraph.paragraph_format.first_line_indent = Pt(24)
    document.add_paragraph("{%p else %}")
    document.add_paragraph(empty)
    document.add_paragraph("{%p endfor %}")


def repeated(
    document: Any,
    headings: tuple[str, ...],
    loop: str,
    cells: tuple[str, ...],
    *,
    widths: tuple[float, ...],
) -> Any:
    """A table whose third row is drawn once for each row of the loop."""
    table = ruled(document, rows=4, widths=widths)
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.rows[1].cells[0].text = "{%tr for " + loop + " %}"
    for cell, text in zip(table.rows[2].cells, cells, strict=True):
        cell.text = text
    for cell, width in zip(table.rows[2].cells, widths, strict=True):
        if width < 2:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.rows[3].cells[0].text = "{%tr endfor %}"
    settle(table)
    # The headings stand on every page.
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    return table


def signatures(document: Any, signers: tuple[str, ...] = SIGNERS, *, wide: bool = False) -> None:
    """A line to sign on, and a date; on one page with what stands before."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.keep_with_next = True
    end = 24.7 if wide else 16
    for signer in signers:
        paragraph = document.add_paragraph(f"{signer}\t\t　　　　年　　月　　日")
        form = paragraph.paragraph_format
        form.space_before = Pt(8)
        form.keep_with_next = signer != signers[-1]
        form.tab_stops.add_tab_stop(Cm(end - 5.5), leader=WD_TAB_LEADER.LINES)
        form.tab_stops.add_tab_stop(Cm(end - 4.5))


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
    document.add_paragraph().add_run("{{ group.kind }}目标").bold = True
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
        widths=(1.2, 9.2, 1.4, 1.4, 1.4, 1.4),
    )
    document.add_paragraph(
        "合计：理论 {{ hours.theory }}，实践 {{ hours.practice }}，线上 {{ hours.online }}，"
        "共 {{ hours.total }} 学时。"
    )
    document.add_heading("四、目标、单元与考核的对应关系", level=1)
    document.add_paragraph("{%p if map %}")
    repeated(
        document,
        ("课程目标", "单元", "考核方式"),
        "line in map",
        ("{{ line.objective }}", "{{ line.unit }}", "{{ line.assessment }}"),
        widths=(1.9, 7, 7.1),
    )
    document.add_paragraph("{%p else %}")
    document.add_paragraph("（未填写）")
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
        widths=(3.2, 1.9, 1.9, 9),
    )
    document.add_paragraph("合计 {{ planned }} 分钟。")
    listed(document, "六、课后作业", "homework")
    # Left free to be written by hand after the lesson.
    listed(document, "七、教学后记", "afterthought", empty="")
    signatures(document, (TEACHER, SIGNERS[0]))
    document.add_heading(
        "附：学生阅读材料（{{ title }}）", level=1
    ).paragraph_format.page_break_before = True
    return document


def calendar() -> Any:
    document = blank(landscape=True)
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
        wide=True,
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
        widths=(1.2, 2.6, 1.2, 1.2, 6.5, 3.8, 3.8, 4.4),
    )
    document.add_paragraph("{%p if not rows %}")
    document.add_paragraph("本教学班课表尚未发布。")
    document.add_paragraph("{%p endif %}")
    signatures(document, (TEACHER, *SIGNERS[:2]), wide=True)
    return document


if __name__ == "__main__":
    main()
