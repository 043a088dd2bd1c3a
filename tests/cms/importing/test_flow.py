"""Upload → preview → confirm → drafts, on screen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.content.models import LessonPage, SectionPage, SyllabusPage, TextbookPage
from cms.importing.enums import PageImportState
from cms.importing.models import PageImport
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind
from media.library.models import LibraryDocument, LibraryImage, PrivateFile
from tests.cms.importing.cartridges import cartridge
from tests.cms.importing.documents import (
    chapter_document,
    lesson_document,
    syllabus_document,
)
from tests.factories.content import make_syllabus
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory()


@pytest.fixture
def syllabus(institution):
    return make_syllabus(institution)


@pytest.fixture
def author(syllabus, institution):
    user = UserFactory()
    grant_role(user, kind=RoleKind.INSTRUCTOR, institution=institution, by=None)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client


@pytest.fixture
def client(author):
    return signed_in(author)


def upload(client, capture, where, name, content):
    """Upload and let the reading run; gives the answer and the run."""
    file = SimpleUploadedFile(name, content)
    with capture(execute=True):
        response = client.post(reverse("content_imports:new"), {"where": where, "file": file})
    return response, PageImport.objects.first()


def confirm(client, capture, run):
    with capture(execute=True):
        client.post(reverse("content_imports:confirm", args=[run.public_id]))
    run.refresh_from_db()
    return client.get(reverse("content_imports:detail", args=[run.public_id]))


def shown(client, run):
    return client.get(reverse("content_imports:detail", args=[run.public_id])).content.decode()


def book_below(syllabus):
    return syllabus.get_parent().add_child(
        instance=TextbookPage(title="教材", slug="book", edition="1", authors="王")
    )


def test_syllabus_is_shown_with_its_hours_and_becomes_a_draft(
    client, institution, django_capture_on_commit_callbacks
):
    course = CourseFactory(institution=institution, code="C2092001")
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"course:{course.pk}",
        "大纲.docx",
        syllabus_document(),
    )
    page = shown(client, run)
    assert "职业发展规划" in page
    assert "开课单位" in page
    # The document names another course.
    assert "C2092000" in page
    assert SyllabusPage.objects.count() == 1
    response = confirm(client, django_capture_on_commit_callbacks, run)
    made = SyllabusPage.objects.get(course=course)
    assert not made.live
    assert [unit.hours for unit in made.units.all()] == [6, 18, 14]
    assert [objective.kind for objective in made.objectives.all()] == [
        "attitude",
        "knowledge",
        "skills",
    ]
    assert f"/pages/{made.pk}/edit/" in response.content.decode()


def test_lesson_plan_keeps_its_image_in_the_library_of_the_institution(
    client, author, syllabus, institution, django_capture_on_commit_callbacks
):
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        "教案.docx",
        lesson_document(),
    )
    assert "data:image/jpeg;base64," in shown(client, run)
    assert not LibraryImage.objects.exists()
    confirm(client, django_capture_on_commit_callbacks, run)
    lesson = LessonPage.objects.get()
    image = LibraryImage.objects.get()
    assert lesson.body[-1].value["image"] == image
    assert (image.alt_text, image.uploaded_by_user) == ("兴趣岛海报", author)
    assert "教案.docx" in image.source
    assert image.licence
    assert image.collection.name.startswith(institution.code)
    assert not lesson.live
    assert lesson.planned_minutes == 85


def test_the_same_picture_is_stored_once(client, syllabus, django_capture_on_commit_callbacks):
    for _ in range(2):
        _, run = upload(
            client,
            django_capture_on_commit_callbacks,
            f"page:{syllabus.pk}",
            "教案.docx",
            lesson_document(),
        )
        confirm(client, django_capture_on_commit_callbacks, run)
    assert LessonPage.objects.count() == 2
    assert LibraryImage.objects.count() == 1


def test_confirming_twice_makes_the_drafts_once(
    client, syllabus, django_capture_on_commit_callbacks
):
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        "教案.docx",
        lesson_document(),
    )
    confirm(client, django_capture_on_commit_callbacks, run)
    confirm(client, django_capture_on_commit_callbacks, run)
    assert LessonPage.objects.count() == 1


def test_cartridge_becomes_chapters_and_says_what_it_keeps(
    client, syllabus, django_capture_on_commit_callbacks
):
    book = book_below(syllabus)
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{book.pk}",
        "课程.imscc",
        cartridge(),
    )
    assert "小测验" in shown(client, run)
    response = confirm(client, django_capture_on_commit_callbacks, run)
    assert [section.title for section in SectionPage.objects.order_by("path")] == [
        "职业是什么",
        "学职平台",
        "表格",
    ]
    assert LibraryDocument.objects.get().filename == "form.txt"
    assert "小测验" in response.content.decode()


def test_long_text_becomes_a_chapter_with_sections(
    client, syllabus, django_capture_on_commit_callbacks
):
    book = book_below(syllabus)
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{book.pk}",
        "第一章.docx",
        chapter_document(),
    )
    confirm(client, django_capture_on_commit_callbacks, run)
    section = SectionPage.objects.get()
    assert section.title == "职业的含义"
    assert [block.block_type for block in section.body] == [
        "prose",
        "table",
        "quotation",
        "image",
    ]


def test_markdown_error_is_shown_with_its_line_and_keeps_the_page_out(
    client, syllabus, django_capture_on_commit_callbacks
):
    text = "---\ntype: lesson\ntitle: 课\n---\n::: surprise\n:::\n"
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        "课.md",
        text.encode(),
    )
    assert "surprise" in shown(client, run)
    confirm(client, django_capture_on_commit_callbacks, run)
    assert run.state == PageImportState.READY
    assert not LessonPage.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏.docx", b"no zip"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("包.imscc", cartridge(parts={"imsmanifest.xml": "<manifest"})),
        ("不是大纲.docx", syllabus_document()),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_refused_file_is_explained_and_nothing_is_stored(
    client, syllabus, name, content, language, django_capture_on_commit_callbacks
):
    client.cookies["django_language"] = language
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        name,
        content,
    )
    assert run.state == PageImportState.REFUSED
    assert run.refusal in shown(client, run).replace("&#x27;", "'")
    assert run.parsed == {}
    assert not LessonPage.objects.exists()
    assert not LibraryImage.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.exe", b"MZ"),
        ("x.zip", b"PK"),
        ("x.zip", cartridge(parts={"../evil": "x"})),
        ("x.docx", b""),
    ],
)
def test_file_of_another_kind_is_refused_at_once(
    client, syllabus, name, content, django_capture_on_commit_callbacks
):
    response, run = upload(
        client, django_capture_on_commit_callbacks, f"page:{syllabus.pk}", name, content
    )
    assert response.status_code == 400
    assert run is None
    assert not PrivateFile.objects.exists()


def test_file_that_is_too_large_is_413(client, syllabus, django_capture_on_commit_callbacks):
    response, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        "x.docx",
        b"x" * (20 * 1024 * 1024 + 1),
    )
    assert response.status_code == 413
    assert run is None


def test_place_of_another_institution_is_not_offered(
    client, author, django_capture_on_commit_callbacks
):
    foreign = make_syllabus(InstitutionFactory())
    response, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{foreign.pk}",
        "教案.docx",
        lesson_document(),
    )
    assert response.status_code == 400
    assert run is None


def test_files_vanish_when_the_drafts_cannot_be_made(
    client, syllabus, django_capture_on_commit_callbacks
):
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        "教案.docx",
        lesson_document(),
    )
    run.parsed["pages"][0]["unit"] = "没有这个单元"
    run.save()
    storage = LibraryImage._meta.get_field("file").storage
    before = (
        set(storage.listdir("original_images")[1]) if storage.exists("original_images") else set()
    )
    confirm(client, django_capture_on_commit_callbacks, run)
    after = (
        set(storage.listdir("original_images")[1]) if storage.exists("original_images") else set()
    )
    assert run.state == PageImportState.READY
    assert "没有这个单元" in run.refusal
    assert not LibraryImage.objects.exists()
    assert after == before


def test_role_that_is_gone_ends_the_import(
    client, author, syllabus, django_capture_on_commit_callbacks
):
    _, run = upload(
        client,
        django_capture_on_commit_callbacks,
        f"page:{syllabus.pk}",
        "教案.docx",
        lesson_document(),
    )
    author.qihang_roles.all().delete()
    response = confirm(client, django_capture_on_commit_callbacks, run)
    assert response.status_code == 403
    assert not LessonPage.objects.exists()


def test_upload_page_takes_as_many_queries_for_three_files_as_for_one(
    client, author, institution, syllabus, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from media.library.domain import store_private

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("content_imports:new"))
        return len(queries)

    def add():
        PageImport.objects.create(
            institution=institution,
            kind="markdown",
            source=store_private(b"x", name="x.md", by=author),
            uploaded_by=author,
        )

    add()
    count()
    one = count()
    add()
    add()
    make_syllabus(institution, course=CourseFactory(institution=institution))
    assert count() == one
