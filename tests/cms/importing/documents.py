"""Word documents as teachers write them, made with python-docx."""

import io
import zipfile

from docx import Document
from PIL import Image


def png(colour="red", size=(8, 8)):
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def saved(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def add_table(document, rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return table


def syllabus_document():
    """Facts in a table, objectives by kind, units in a table under a head of two rows."""
    document = Document()
    document.add_heading("《大学生职业发展与就业指导》课程教学大纲", 0)
    document.add_heading("一、课程基本信息", 1)
    add_table(
        document,
        [
            ["课程名称", "大学生职业发展与就业指导", "课程代码", "C2092000"],
            ["学　分", "2", "总学时", "３８学时"],
            ["适用专业", "全校各专业", "先修课程", "无"],
            ["开课单位", "招生就业处", "执笔人", "王老师"],
        ],
    )
    document.add_heading("二、课程简介", 1)
    document.add_paragraph("本课程面向全体学生。")
    document.add_heading("三、课程目标", 1)
    document.add_paragraph("（一）态度层面")
    document.add_paragraph("1．树立职业生涯发展的自主意识。")
    document.add_paragraph("知识目标：了解职业发展的阶段特点。")
    document.add_paragraph("技能目标：")
    document.add_paragraph("（1）掌握自我探索的方法。")
    document.add_heading("四、教学内容与学时分配", 1)
    table = add_table(
        document,
        [
            ["序号", "教学单元", "主要内容", "学时分配", "", "", "学时"],
            ["序号", "教学单元", "主要内容", "理论", "实践", "线上", "学时"],
            ["1", "第一章 建立生涯与职业意识", "大学生活", "4", "0", "2", "６"],
            ["2", "第二章 职业发展规划", "认识自我", "8", "4", "4", "16"],
            ["", "", "认识职业", "2", "0", "-", "2"],
            ["3", "第三章 提高就业能力", "简历与面试", "10", "4", "0", "14"],
            ["", "合计", "", "24", "8", "6", "38"],
        ],
    )
    for column in (0, 1, 2, 6):
        table.cell(0, column).merge(table.cell(1, column)).text = table.cell(1, column).text[:10]
    for column in (0, 1):
        table.cell(3, column).merge(table.cell(4, column))
    document.add_heading("五、考核方式", 1)
    document.add_paragraph("平时成绩占40%，期末占60%。")
    document.add_heading("六、教材与参考书", 1)
    document.add_paragraph("《大学生职业发展与就业指导》，高等教育出版社")
    document.add_heading("七、课程思政", 1)
    document.add_paragraph("融入家国情怀。")
    return saved(document)


def syllabus_of_headings():
    """No styles at all: numbered lines, facts as lines, hours behind the titles."""
    document = Document()
    for line in (
        "创业基础教学大纲",
        "课程名称：创业基础  课程代码：C3001  学分：２  总学时：32",
        "一、教学目标",
        "了解创业的基本知识。",
        "二、教学内容",
        "第一章 创业与人生（2学时）",
        "什么是创业。",
        "第二章 创业团队（理论２课时，实践4课时）",
        "团队的组建。",
        "三、考核方式",
        "考查。",
    ):
        document.add_paragraph(line)
    return saved(document)


def lesson_document():
    """The table that most 教案 are, with the steps inside of it."""
    document = Document()
    document.add_paragraph("《职业生涯规划》教案")
    rows = [
        ["授课题目", "认识自我：兴趣", "课时", "２课时"],
        ["教学目标", "1. 了解霍兰德理论\n2. 能说出自己的兴趣类型", "", ""],
        ["教学重点", "六种类型", "教学难点", "从兴趣到职业"],
        ["教学方法", "讲授法、小组讨论", "教具", "多媒体"],
        ["班级", "软件2601", "", ""],
        ["教学过程", "", "", ""],
        ["教学环节", "教师活动", "学生活动", "时间"],
        ["一、导入", "提问：你喜欢做什么", "回答", "10分钟"],
        ["二、兴趣岛", "组织小组活动", "分组讨论", "０-３０分钟"],
        ["三、讲授", "六种类型", "记笔记", "45"],
        ["四、小结", "回顾", "听", ""],
        ["课后作业", "写一段话", "", ""],
        ["教学反思", "", "", ""],
    ]
    table = add_table(document, rows)
    for row, (start, end) in {1: (1, 3), 5: (0, 3), 11: (1, 3), 12: (1, 3)}.items():
        table.cell(row, start).merge(table.cell(row, end))
    document.add_picture(io.BytesIO(png()))
    picture = document.inline_shapes[0]._inline.docPr
    picture.set("descr", "兴趣岛海报")
    return saved(document)


def chapter_document():
    document = Document()
    document.add_heading("第一节 什么是职业", 0)
    document.add_heading("职业的含义", 1)
    document.add_paragraph("职业是").add_run("参与社会分工").bold = True
    document.add_paragraph("一", style="List Bullet")
    document.add_paragraph("二", style="List Bullet")
    document.add_paragraph("表1 职业的分类")
    add_table(document, [["大类", "名称"], ["1", "党的机关负责人"]])
    document.add_paragraph("有业者有业。\n—— 黄炎培", style="Quote")
    document.add_picture(io.BytesIO(png("blue")))
    return saved(document)


def rebuilt(content, changes=None, without=()):
    """The zip with parts replaced, added or taken away."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in without and name not in (changes or {}):
                new.writestr(name, old.read(name))
        for name, part in (changes or {}).items():
            new.writestr(name, part)
    return target.getvalue()
