"""What a reviewer is told about a new version of a page that was published."""

import pytest

from cms.content.domain import add_page
from cms.content.models import LessonPage
from cms.reviewing.differences import changes_between
from media.library.models import LibraryMedia

pytestmark = pytest.mark.django_db
CASE = {"title": "两份工作", "text": "<p>小林</p>", "questions": ["选哪个？"], "source": ""}
STEP = {"title": "兴趣岛", "minutes": 10, "form": "group", "materials": "", "text": "<p>讨论</p>"}


@pytest.fixture
def lesson(campus):
    video = LibraryMedia.objects.create(title="面试", type="video", duration=10)
    page = LessonPage(title="第一课", audience="public")
    page.body = [
        ("prose", "<p>兴趣从不会改变</p>"),
        ("case", CASE),
        ("activity", STEP),
        ("video", {"video": video, "counts": True}),
    ]
    return add_page(campus.draft(), page)


def draft(lesson, change):
    """The draft that an author saves, with what they changed."""
    page = LessonPage.objects.get(pk=lesson.pk)
    data = page.body.get_prep_value()
    change(data)
    page.body = data
    return page.save_revision().as_object()


def changes(lesson, change):
    return changes_between(lesson.live_revision.as_object(), draft(lesson, change))


def test_saving_without_a_change_shows_nothing(lesson):
    assert changes(lesson, lambda data: None) == []


def test_only_the_changed_block_is_shown(lesson):
    (change,) = changes(lesson, lambda data: data[0].update(value="<p>兴趣会改变</p>"))
    assert change.label == "学生阅读内容"
    assert change.html.count("change-block") == 1
    assert "deletion" in change.html
    assert "两份工作" not in change.html


def test_choice_is_shown_as_readers_see_it(lesson):
    (change,) = changes(lesson, lambda data: data[2]["value"].update(form="lecture"))
    assert "讲授" in change.html
    assert "lecture" not in change.html


def test_what_readers_see_in_no_word_is_shown_by_its_field(lesson):
    def swap(data):
        other = LibraryMedia.objects.create(title="面试", type="video", duration=10)
        data[3]["value"]["video"] = other.pk

    (change,) = changes(lesson, swap)
    assert "视频" in change.html


def test_new_block_removed_block_and_another_order_are_shown(lesson):
    def turn(data):
        data[1], data[2] = data[2], data[1]
        del data[3]
        data.append({"type": "prose", "value": "<p>新的一段</p>"})

    (change,) = changes(lesson, turn)
    assert "<ins>新的一段</ins>" in change.html
    assert "change-block deletion" in change.html
    assert "顺序" in change.html


def test_typed_html_is_escaped(lesson):
    bad = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    (change,) = changes(lesson, lambda data: data[0].update(value=bad))
    assert "<script>" not in change.html
    assert "alert" in change.html


def test_bookkeeping_is_no_change(lesson):
    new = draft(lesson, lambda data: None)
    new.first_published_at = None
    assert changes_between(lesson.live_revision.as_object(), new) == []
