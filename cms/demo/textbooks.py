"""The books of the term: the province's example as the base, and a supplement that waits."""

from typing import Any

from courses.curriculum.enums import TextbookKind
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from courses.teaching.models import Term
from courses.textbooks.domain import add_textbook, approve_textbook, propose_textbook
from courses.textbooks.enums import TextbookPart

BASE = "大学生职业发展与就业指导（省编示例教材）"
AUTHORITY = "省教育厅（演示）"
CITATION = "演示数据：省编示例教材目录，2026 年秋季"
SUPPLEMENT = "校园招聘与求职安全手册"
REASON = "补充本校双选会的流程和常见求职陷阱的案例，供求职一章的课堂讨论使用。"


def choose_textbooks(
    institution: Institution, course: Course, term: Term, *, office: Any, instructor: Any
) -> None:
    """The office takes the base from the province's list; the instructor proposes a supplement,
    which waits for the office."""
    base = add_textbook(
        None,
        province=institution.province,
        title=BASE,
        edition="第一版（2026）",
        authors="示例编写组",
        kind=TextbookKind.PLANNED,
        by=None,
    )
    approve_textbook(
        base,
        institution=None,
        province=institution.province,
        authority=AUTHORITY,
        citation=CITATION,
        valid_from=term.first_monday,
        by=None,
    )
    propose_textbook(
        course, term=term, textbook=base, part=TextbookPart.BASE, at_once=True, by=office
    )
    supplement = add_textbook(
        institution,
        title=SUPPLEMENT,
        edition="2026 年校内版",
        authors="学生就业指导中心",
        kind=TextbookKind.SCHOOL,
        by=office,
    )
    propose_textbook(
        course,
        term=term,
        textbook=supplement,
        part=TextbookPart.SUPPLEMENT,
        reason=REASON,
        by=instructor,
    )
