"""A province's masters, made by the same functions that the application uses."""

from typing import Any

from wagtail.models import Page

from cms.content.domain import add_page
from cms.content.models import (
    ChapterPage,
    HomePage,
    LessonPage,
    LessonReading,
    SectionPage,
    SyllabusContribution,
    SyllabusObjective,
    SyllabusPage,
    SyllabusUnit,
    TextbookPage,
)
from cms.masters.domain import adopt, create_province_home, release_edition
from cms.masters.models import Adoption
from courses.curriculum.enums import ObjectiveKind
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from tests.factories.content import make_home

HENAN = "41"


def make_province(code: str = HENAN) -> HomePage:
    return create_province_home(code)


def block(key: str, text: str, kind: str = "prose") -> dict[str, Any]:
    """A raw block with a readable id."""
    return {"type": kind, "value": text, "id": f"00000000-0000-4000-8000-{key:0>12}"}


def make_master_syllabus(province: HomePage | None = None, **fields: Any) -> SyllabusPage:
    """Two units, the first of them fixed, an objective and one lesson for each unit; 38 hours as
    CourseFactory has them. The second lesson is fixed."""
    home = province or make_province()
    page = SyllabusPage(title="职业发展与就业指导", slug="guidance", **fields)
    page.objectives = [SyllabusObjective(sort_order=0, kind=ObjectiveKind.SKILLS, text="会写简历")]
    page.units = [
        SyllabusUnit(sort_order=0, title="认识自我", is_fixed=True, theory_hours=12,
                     practice_hours=4, online_hours=6, content="兴趣、性格、能力、价值观"),
        SyllabusUnit(sort_order=1, title="了解职业", theory_hours=12, practice_hours=4),
    ]  # fmt: skip
    page.contributions = [
        SyllabusContribution(
            sort_order=0,
            objective_key=page.objectives.all()[0].key,
            unit_key=page.units.all()[0].key,
            assessment="生涯规划书",
        )
    ]
    add_page(home, page)
    units = list(page.units.all())
    make_lesson(page, title="兴趣与性格", unit_key=units[0].key, body=[
        block("a1", "<p>从兴趣说起。</p>"), block("a2", "<p>性格没有好坏之分。</p>"),
    ])  # fmt: skip
    make_lesson(page, title="职业的世界", unit_key=units[1].key, is_fixed=True, body=[
        block("b1", "<p>职业是社会分工的产物。</p>"),
    ])  # fmt: skip
    return SyllabusPage.objects.get(pk=page.pk)


def make_lesson(syllabus: Page, **fields: Any) -> LessonPage:
    fields.setdefault("body", [])
    readings = fields.pop("readings", ())
    lesson = LessonPage(**fields)
    lesson.readings = [LessonReading(sort_order=n, reading=page) for n, page in enumerate(readings)]
    add_page(syllabus, lesson)
    return lesson


def make_master_textbook(province: HomePage | None = None) -> TextbookPage:
    """A book with one chapter of two sections, the first of them fixed."""
    home = province or make_province()
    book = TextbookPage(
        title="大学生职业发展教程", slug="book", edition="第1版", authors="省教材编写组",
        audience="public",
    )  # fmt: skip
    add_page(home, book)
    chapter = ChapterPage(title="第一章 认识自我", slug="one")
    add_page(book, chapter)
    for number, fixed in ((1, True), (2, False)):
        section = SectionPage(
            title=f"第{number}节",
            slug=f"s{number}",
            is_fixed=fixed,
            body=[block(f"c{number}", f"<p>第{number}节的正文。</p>")],
        )
        add_page(chapter, section)
    return TextbookPage.objects.get(pk=book.pk)


def change(page: Page, *, publish: bool = True, **values: Any) -> Page:
    """A new revision of the page's latest draft with other values, published unless told not to."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    if publish:
        revision.publish(skip_permission_checks=True)
    return page.specific_class.objects.get(pk=page.pk)


def make_adoption(institution: Institution, course: Course) -> Adoption:
    """A school with a copy of the first edition of a master of its province."""
    master = make_master_syllabus(make_province(institution.province))
    edition = release_edition(master, note="第一版", by=None)
    return adopt(edition, home=make_home(institution), course=course, by=None)
