"""A course with one of every block."""

from typing import Any

import pytest

from cms.content.domain import add_page
from cms.content.models import LessonPage, SyllabusPage, TextbookPage
from media.library.models import LibraryImage
from tests.cms.exporting.bodies import block, book_with, island, one_of_every_block
from tests.factories.content import make_syllabus
from tests.factories.institutions import InstitutionFactory


@pytest.fixture
def image(db: Any) -> LibraryImage:
    return island()


@pytest.fixture
def body(image: LibraryImage) -> list[dict[str, Any]]:
    return one_of_every_block(image)


@pytest.fixture
def book(body: list[dict[str, Any]], image: LibraryImage) -> TextbookPage:
    return book_with(body, cover=image)


@pytest.fixture
def syllabus(db: Any) -> SyllabusPage:
    return make_syllabus(InstitutionFactory(), assessment="<p>平时60%，期末40%</p>")


@pytest.fixture
def lesson(syllabus: SyllabusPage, body: list[dict[str, Any]]) -> LessonPage:
    unit = syllabus.units.first()
    page = add_page(
        syllabus,
        LessonPage(
            title="认识兴趣",
            unit_key=unit.key,
            objectives="<p>能说出自己的兴趣类型</p>",
            key_points="<p>霍兰德类型</p>",
            difficulties="<p>兴趣与能力的区别</p>",
            methods="讲授、讨论",
            materials="海报",
            preparation="<p>读第一节</p>",
            homework="<p>写三件事</p>",
            plan=[
                block(
                    "activity",
                    {
                        "title": "导入",
                        "minutes": 10,
                        "form": "lecture",
                        "materials": "",
                        "text": "<p>提问</p>",
                    },
                )
            ],
            body=body,
        ),
    )
    return LessonPage.objects.get(pk=page.pk)
