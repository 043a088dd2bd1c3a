"""Which videos of a syllabus count is settled when it is released."""

from typing import Any

import pytest

from cms.content.domain import add_page
from cms.content.models import LessonPage
from cms.publishing.domain import release_syllabus
from courses.delivery.models import OnlineResource
from tests.factories.content import make_syllabus, publish_loaded
from tests.factories.watching import VideoFactory

pytestmark = pytest.mark.django_db


def add_lesson(syllabus: Any, unit: Any, *videos: Any, counts: bool = True, live: bool = True):
    page = LessonPage(title="课", unit_key=unit and unit.key)
    page.body = [("video", {"video": one, "counts": counts}) for one in videos]
    return add_page(syllabus, page, publish=live)


def test_release_notes_the_counting_videos_of_published_lessons(institution: Any) -> None:
    syllabus = make_syllabus(institution)
    publish_loaded(syllabus)
    first, second, _third = syllabus.units.all()
    one, two, plain, draft, homeless = VideoFactory.create_batch(5)
    add_lesson(syllabus, second, two)
    add_lesson(syllabus, first, one)
    add_lesson(syllabus, first, plain, counts=False)
    add_lesson(syllabus, first, draft, live=False)
    add_lesson(syllabus, None, homeless)
    outline = release_syllabus(syllabus, by=None)
    found = OnlineResource.objects.filter(outline=outline).order_by("position")
    assert [(row.unit.key, row.media) for row in found] == [(first.key, one), (second.key, two)]
    add_lesson(syllabus, first, VideoFactory())
    assert release_syllabus(syllabus, by=None) == outline
    assert found.count() == 2
