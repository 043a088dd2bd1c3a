"""Progress, bookmarks, notes and answers: whose they are, and who sees them."""

import datetime
import io
import json
import uuid
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cms.reading.domain.progress import record_progress
from cms.reading.models import Bookmark, Note, PageProgress, ReflectionAnswer
from courses.institutions.enums import RoleKind
from tests.factories.institutions import InstitutionFactory, StudentFactory
from tests.factories.reading import HEADING, REFLECTION
from tests.factories.teaching import TeachingClassFactory

pytestmark = pytest.mark.django_db


def send_share(client, page, share):
    return client.post(
        reverse("reading:progress", args=[page.translation_key]),
        json.dumps({"share": share}),
        content_type="application/json",
    )


def answer(client, page, text, **more):
    address = reverse("reading:answer", args=[page.translation_key, REFLECTION])
    return client.post(address, {"text": text, **more})


def test_progress_only_grows_and_finishes_once(school, student_in) -> None:
    client, lesson = student_in(school.teaching_class), school.lessons[0]
    for share in (30, 100, 20):
        assert send_share(client, lesson, share).status_code == 204
    own = PageProgress.objects.get()
    first_day = own.finished_at
    assert (own.share, own.user_id) == (100, client.user.pk)
    assert first_day is not None
    record_progress(client.user, lesson, share=100)
    assert PageProgress.objects.get().finished_at == first_day


def test_progress_of_part_of_a_page_is_not_finished(school, student_in) -> None:
    client = student_in(school.teaching_class)
    send_share(client, school.lessons[0], 60)
    own = PageProgress.objects.get()
    assert (own.share, own.finished_at) == (60, None)


@pytest.mark.parametrize(
    "sent", ['{"share": 101}', '{"share": -1}', "{", "[]", '{"share": "half"}', "\xff"]
)
def test_bad_progress_is_refused_and_nothing_kept(school, student_in, sent) -> None:
    client = student_in(school.teaching_class)
    address = reverse("reading:progress", args=[school.lessons[0].translation_key])
    assert client.post(address, sent, content_type="application/json").status_code == 400
    assert not PageProgress.objects.exists()


def test_button_says_read_without_a_script(school, student_in) -> None:
    client, lesson = student_in(school.teaching_class), school.lessons[0]
    response = client.post(
        reverse("reading:progress", args=[lesson.translation_key]), {"share": 100}
    )
    assert unquote(response["Location"]) == f"{lesson.url_path}#read"
    assert PageProgress.objects.get().finished_at


def test_writing_beside_a_page_that_may_not_be_read_is_not_found(
    school, make_school, student_in
) -> None:
    other = make_school(InstitutionFactory(), lessons=1)
    stranger = student_in(other.teaching_class)
    key = school.lessons[0].translation_key
    school.lessons[1].unpublish()
    of_own_school = student_in(school.teaching_class)
    for client, target in (
        (stranger, key),
        (stranger, uuid.uuid4()),
        (of_own_school, school.lessons[1].translation_key),
        # A syllabus is no page to read to its end.
        (of_own_school, school.syllabus.translation_key),
    ):
        for name, data in (
            ("progress", {"share": 10}),
            ("bookmark", {}),
            ("note_add", {"text": "x"}),
        ):
            assert client.post(reverse(f"reading:{name}", args=[target]), data).status_code == 404
        place = reverse("reading:answer", args=[target, REFLECTION])
        assert client.post(place, {"text": "x"}).status_code == 404
    for model in (PageProgress, Bookmark, Note, ReflectionAnswer):
        assert not model.objects.exists()


def test_bookmark_moves_and_goes(school, student_in) -> None:
    client, lesson = student_in(school.teaching_class), school.lessons[0]
    address = reverse("reading:bookmark", args=[lesson.translation_key])
    assert client.post(address, {}).status_code == 302
    assert client.post(address, {"block": HEADING})["Location"].endswith(f"#b-{HEADING}")
    assert str(Bookmark.objects.get().block_id) == HEADING
    assert f'href="#b-{HEADING}"' in client.get(lesson.url_path).content.decode()
    assert client.post(address, {"block": "nowhere"}).status_code == 400
    client.post(address, {"remove": "1"})
    assert not Bookmark.objects.exists()


def test_note_is_seen_by_its_author_alone(school, student_in, teacher_of, sign_in) -> None:
    author = student_in(school.teaching_class)
    lesson = school.lessons[0]
    address = reverse("reading:note_add", args=[lesson.translation_key])
    author.post(address, {"text": "我的私人想法", "block": HEADING})
    note = Note.objects.get()
    assert "我的私人想法" in author.get(lesson.url_path).content.decode()
    assert "我的私人想法" in author.get(reverse("reading:notes")).content.decode()
    others = [
        student_in(school.teaching_class),
        teacher_of(school.teaching_class),
        sign_in(RoleKind.TEACHING_OFFICE),
        sign_in(RoleKind.INSTITUTION_ADMINISTRATOR),
    ]
    others[3].user.is_superuser = True
    others[3].user.save()
    for other in others:
        edit = reverse("reading:note_edit", args=[note.public_id])
        assert other.get(edit).status_code == 404
        assert other.post(edit, {"text": "anders"}).status_code == 404
        delete = reverse("reading:note_delete", args=[note.public_id])
        assert other.post(delete).status_code == 404
        assert "我的私人想法" not in other.get(lesson.url_path).content.decode()
        assert "我的私人想法" not in other.get(reverse("reading:notes")).content.decode()
    assert Note.objects.get().text == "我的私人想法"


def test_note_is_changed_deleted_and_refused_when_empty(school, student_in) -> None:
    client, lesson = student_in(school.teaching_class), school.lessons[0]
    add = reverse("reading:note_add", args=[lesson.translation_key])
    assert client.post(add, {"text": "  "}).status_code == 200
    assert client.post(add, {"text": "长" * 4001}).status_code == 200
    assert not Note.objects.exists()
    client.post(add, {"text": "旧"})
    note = Note.objects.get()
    client.post(reverse("reading:note_edit", args=[note.public_id]), {"text": "新"})
    assert Note.objects.get().text == "新"
    client.post(reverse("reading:note_delete", args=[note.public_id]))
    assert not Note.objects.exists()


def test_words_outlive_their_page_and_are_exported(school, student_in) -> None:
    client, lesson = student_in(school.teaching_class), school.lessons[0]
    client.post(reverse("reading:note_add", args=[lesson.translation_key]), {"text": "=留下的话"})
    answer(client, lesson, "家人")
    send_share(client, lesson, 100)
    lesson.delete()
    assert not PageProgress.objects.exists()
    assert "留下的话" in client.get(reverse("reading:notes")).content.decode()
    content = client.get(reverse("reading:notes_export")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    notes, answers = (book.get_sheet_by_index(n).to_python() for n in (0, 1))
    assert notes[1][:2] == [lesson.title, "'=留下的话"]
    assert answers[1][:3] == [lesson.title, "你最看重什么？", "家人"]


def test_answer_is_private_until_shared_and_private_again(
    school, student_in, teacher_of, sign_in
) -> None:
    student, teacher = student_in(school.teaching_class), teacher_of(school.teaching_class)
    lesson = school.lessons[0]
    page = reverse("reading:answers", args=[school.teaching_class.public_id])
    answer(student, lesson, "我看重自由")
    assert "我看重自由" not in teacher.get(page).content.decode()
    answer(student, lesson, "我看重自由", share="on")
    shown = teacher.get(page).content.decode()
    assert "我看重自由" in shown
    assert student.student.name in shown
    answer(student, lesson, "我看重自由")
    assert "我看重自由" not in teacher.get(page).content.decode()
    answer(student, lesson, "")
    assert not ReflectionAnswer.objects.exists()


def test_shared_answer_is_not_for_other_classes_or_the_office(
    school, student_in, teacher_of, sign_in
) -> None:
    student = student_in(school.teaching_class)
    answer(student, school.lessons[0], "我看重自由", share="on")
    parallel = TeachingClassFactory(
        term=school.teaching_class.term, outline=school.teaching_class.outline
    )
    colleague = teacher_of(parallel)
    own = reverse("reading:answers", args=[parallel.public_id])
    assert "我看重自由" not in colleague.get(own).content.decode()
    page = reverse("reading:answers", args=[school.teaching_class.public_id])
    assert colleague.get(page).status_code == 404
    assert sign_in(RoleKind.TEACHING_OFFICE).get(page).status_code == 403


def test_former_instructor_sees_no_answers(school, student_in, teacher_of) -> None:
    answer(student_in(school.teaching_class), school.lessons[0], "我看重自由", share="on")
    begun = school.teaching_class.term.first_monday
    former = teacher_of(school.teaching_class, until=begun + datetime.timedelta(days=7))
    page = reverse("reading:answers", args=[school.teaching_class.public_id])
    assert timezone.localdate() > begun + datetime.timedelta(days=7)
    assert former.get(page).status_code == 404


def test_answer_that_may_not_be_shared_is_refused(school, student_in) -> None:
    client, section = student_in(school.teaching_class), school.sections[0]
    assert answer(client, section, "书里的回答", share="on").status_code == 200
    assert not ReflectionAnswer.objects.exists()
    assert answer(client, section, "书里的回答").status_code == 302
    assert not ReflectionAnswer.objects.get().is_shared


def test_answer_to_a_block_that_is_none_is_not_found(school, student_in) -> None:
    client, lesson = student_in(school.teaching_class), school.lessons[0]
    for block in (HEADING, uuid.uuid4()):
        address = reverse("reading:answer", args=[lesson.translation_key, block])
        assert client.post(address, {"text": "x"}).status_code == 404


def test_student_without_a_course_is_told_whom_to_ask(school, sign_in) -> None:
    client = sign_in(RoleKind.STUDENT, institution=school.institution)
    StudentFactory(
        user=client.user,
        administrative_class__major__department__institution=school.institution,
    )
    for name in ("reading:mine", "delivery:mine", "portal:home"):
        assert "教务处" in client.get(reverse(name)).content.decode().split("<main")[1]


def test_account_without_a_student_is_told_so(school, sign_in) -> None:
    client = sign_in(RoleKind.STUDENT, institution=school.institution)
    for name in ("reading:mine", "delivery:mine", "portal:home"):
        assert "尚未关联学生" in client.get(reverse(name)).content.decode()
