"""Lessons and textbook pages as their readers get them."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from cms.content.domain import add_page
from cms.content.models import LessonPage
from cms.reading.models import PageProgress
from courses.institutions.enums import RoleKind
from tests.factories.reading import HEADING, REFLECTION, make_lesson

pytestmark = pytest.mark.django_db


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_student_reads_the_lesson_with_outline_and_neighbours(school, student_in) -> None:
    client = student_in(school.teaching_class)
    first, second = school.lessons
    text = html(client, first.url_path)
    assert "兴趣、能力与价值观。" in text
    assert f'rel="next" href="{second.url_path}"' in text
    assert 'rel="prev"' not in text
    assert 'aria-current="page"' in text
    assert f'id="b-{HEADING}"' in text


def test_student_gets_nothing_of_the_teachers_part(school, student_in) -> None:
    client = student_in(school.teaching_class)
    for address in (school.lessons[0].url_path, school.lessons[0].url_path + "?view=plan"):
        text = html(client, address)
        assert "教学重点所在" not in text
        assert "教师提示语" not in text
        assert f'href="{school.lessons[0].url_path}?view=plan"' not in text


def test_teacher_has_a_tab_for_the_plan_with_the_sum_of_minutes(school, teacher_of) -> None:
    client = teacher_of(school.teaching_class)
    lesson = school.lessons[0]
    page = html(client, lesson.url_path)
    assert f'href="{lesson.url_path}?view=plan"' in page
    assert "教学重点所在" not in page
    plan = html(client, f"{lesson.url_path}?view=plan")
    assert "教学重点所在" in plan
    assert "教师提示语" in plan
    assert "90" in plan
    assert "兴趣、能力与价值观。" not in plan


def test_plan_says_how_many_minutes_are_missing(school, teacher_of) -> None:
    lesson = make_lesson(school.syllabus, "长课", hours=3)
    text = html(teacher_of(school.teaching_class), f"{lesson.url_path}?view=plan")
    assert "45" in text


def test_public_lesson_is_read_without_an_account_and_without_a_plan(school) -> None:
    lesson = make_lesson(school.syllabus, "公开课", audience="public")
    text = html(Client(), f"{lesson.url_path}?view=plan")
    assert "兴趣、能力与价值观。" in text
    assert "教学重点所在" not in text
    assert "<form" not in text.split("reader-text")[1]


def test_teacher_of_another_school_never_sees_the_plan(school, make_school, teacher_of) -> None:
    from tests.factories.institutions import InstitutionFactory

    other = make_school(InstitutionFactory())
    lesson = make_lesson(school.syllabus, "公开课", audience="public")
    stranger = teacher_of(other.teaching_class)
    assert "教学重点所在" not in html(stranger, f"{lesson.url_path}?view=plan")
    assert stranger.get(school.lessons[0].url_path).status_code == 404


def test_counsellor_and_signed_out_find_no_lesson_of_the_course(school, sign_in) -> None:
    address = school.lessons[0].url_path
    assert Client().get(address).status_code == 404
    assert sign_in(RoleKind.COUNSELLOR).get(address).status_code == 404


def test_unpublished_lesson_is_not_found(school, student_in) -> None:
    client = student_in(school.teaching_class)
    school.lessons[0].unpublish()
    assert client.get(school.lessons[0].url_path).status_code == 404


def test_outline_follows_publishing_and_unpublishing(
    school, student_in, django_capture_on_commit_callbacks
) -> None:
    client = student_in(school.teaching_class)
    address = school.lessons[0].url_path
    assert "第三课" not in html(client, address)
    with django_capture_on_commit_callbacks(execute=True):
        third = add_page(school.syllabus, LessonPage(title="第三课"))
    assert "第三课" in html(client, address)
    with django_capture_on_commit_callbacks(execute=True):
        third.unpublish()
    assert "第三课" not in html(client, address)


def test_text_follows_a_new_revision(school, student_in) -> None:
    client = student_in(school.teaching_class)
    lesson = school.lessons[0]
    assert "兴趣、能力与价值观。" in html(client, lesson.url_path)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    block = LessonPage._meta.get_field("body").stream_block
    lesson.body = block.to_python([{"type": "prose", "value": "<p>改过的正文</p>"}])
    revision = lesson.save_revision()
    PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
    text = html(client, lesson.url_path)
    assert "改过的正文" in text
    assert "兴趣、能力与价值观。" not in text


def test_finished_lessons_are_marked_in_the_outline(school, student_in) -> None:
    client = student_in(school.teaching_class)
    first, second = school.lessons
    now = timezone.now()
    PageProgress.objects.create(
        user=client.user, page=second, share=100, finished_at=now, updated_at=now
    )
    PageProgress.objects.create(user=client.user, page=first, share=40, updated_at=now)
    text = html(client, first.url_path)
    assert text.count("bi-check-circle-fill") == 2  # the outline, and the hidden line of the script
    assert "40%" in text


def test_book_chapter_and_section_lead_to_each_other(school, student_in) -> None:
    client = student_in(school.teaching_class)
    book = html(client, school.book.url_path)
    assert "第一章" in book
    assert "第2节" in book
    chapter = school.sections[0].get_parent()
    assert f'href="{school.sections[1].url_path}"' in html(client, chapter.url_path)
    section = html(client, school.sections[0].url_path)
    assert f'rel="prev" href="{chapter.url_path}"' in section
    assert f'rel="next" href="{school.sections[1].url_path}"' in section


def test_answers_in_a_book_are_not_offered_to_be_shared(school, student_in) -> None:
    client = student_in(school.teaching_class)
    assert 'name="share" value="on"' in html(client, school.lessons[0].url_path)
    section = html(client, school.sections[0].url_path)
    assert f"answer-{REFLECTION}" in section
    assert 'name="share" value="on"' not in section
