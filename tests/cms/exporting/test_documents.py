"""Word, PDF and cartridge: what a syllabus, a lesson, a calendar and a course become."""

import io
import zipfile

import docx
import pypdfium2
import pytest
from django.urls import reverse
from lxml import etree

from cms.content.models import LessonPage, TextbookPage
from cms.exporting.domain.cartridge import course_cartridge
from cms.exporting.domain.pdf import calendar_pdf, lesson_pdf, syllabus_pdf
from cms.exporting.domain.word import calendar_docx, lesson_docx, syllabus_docx
from tests.factories.content import publish_loaded
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import InstitutionFactory, RoleFactory
from tests.factories.teaching import TeachingClassFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    """All text of a Word file, of tables too."""
    document = docx.Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        pages = [document[number] for number in range(len(document))]
        return "".join(page.get_textpage().get_text_bounded() for page in pages)


def test_syllabus_in_word_holds_facts_and_units_with_hours(syllabus):
    words = words_of(syllabus_docx(syllabus))
    for expected in ("教学大纲", syllabus.course.code, "建立生涯与职业意识", "38（理论 24"):
        assert expected in words
    assert "{{" not in words
    assert "{%" not in words


def test_syllabus_in_word_has_a_row_for_each_unit(syllabus):
    document = docx.Document(io.BytesIO(syllabus_docx(syllabus)))
    units = next(table for table in document.tables if table.rows[0].cells[0].text == "序号")
    assert [row.cells[0].text for row in units.rows[1:]] == ["1", "2", "3"]


def test_text_that_looks_like_a_tag_stays_text(syllabus):
    syllabus.majors = "{{ 7*7 }} <b>&"
    syllabus.save()
    assert "{{ 7*7 }} <b>&" in words_of(syllabus_docx(syllabus))


def test_lesson_in_word_holds_steps_with_minutes_and_the_text(lesson):
    words = words_of(lesson_docx(lesson))
    for expected in ("教案", "霍兰德类型", "导入", "合计 10 分钟", "知人者智", "先想 < 再做"):
        assert expected in words


def test_lesson_in_word_keeps_the_picture_with_its_words(lesson):
    content = lesson_docx(lesson)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert [name for name in package.namelist() if name.startswith("word/media/")]
        assert "六座兴趣岛的示意图" in package.read("word/document.xml").decode()


def test_syllabus_as_pdf_holds_units(syllabus):
    text = text_of(syllabus_pdf(syllabus))
    assert "建立生涯与职业意识" in text
    assert syllabus.course.code in text


def test_lesson_as_pdf_holds_plan_and_text(lesson):
    text = text_of(lesson_pdf(lesson))
    assert "霍兰德类型" in text
    assert "知人者智" in text


def test_calendar_has_a_row_for_each_meeting():
    meeting = MeetingFactory()
    words = words_of(calendar_docx(meeting.teaching_class))
    assert meeting.starts_at.astimezone().date().isoformat() in words
    assert meeting.teaching_class.code in words


def test_calendar_without_a_timetable_says_so():
    assert "课表尚未发布" in text_of(calendar_pdf(TeachingClassFactory()))


@pytest.mark.parametrize("number", [1, 3])
def test_calendar_takes_the_same_queries(number, django_assert_max_num_queries):
    one = TeachingClassFactory()
    for week in range(number):
        MeetingFactory(teaching_class=one, week=week + 1)
    with django_assert_max_num_queries(6):
        calendar_docx(one)


def test_cartridge_lists_units_and_their_lessons(syllabus, lesson):
    with zipfile.ZipFile(io.BytesIO(course_cartridge(syllabus))) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        names = set(package.namelist())
    space = {"c": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"}
    titles = manifest.xpath("//c:item/c:title/text()", namespaces=space)
    assert titles[1:3] == ["建立生涯与职业意识", "认识兴趣"]
    files = set(manifest.xpath("//c:file/@href", namespaces=space))
    assert files | {"imsmanifest.xml"} == names


def test_cartridge_leaves_out_the_teachers_part(syllabus, lesson):
    with zipfile.ZipFile(io.BytesIO(course_cartridge(syllabus))) as package:
        text = "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(".html")
        )
    assert "知人者智" in text
    assert "霍兰德类型" not in text


def _client(client, kind, institution):
    user = RoleFactory(kind=kind, institution=institution).user
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client


def test_plan_of_a_lesson_is_not_for_students(client, syllabus, lesson):
    LessonPage.objects.update(audience="institution")
    address = reverse("exports:page", args=[lesson.pk, "docx"])
    institution = syllabus.course.institution
    assert _client(client, "student", institution).get(address).status_code == 404
    assert _client(client, "instructor", institution).get(address).status_code == 200


def test_unknown_format_is_not_found(client, syllabus):
    address = reverse("exports:page", args=[syllabus.pk, "exe"])
    assert _client(client, "office", syllabus.course.institution).get(address).status_code == 404


def test_name_of_the_file_is_the_title(client, syllabus):
    address = reverse("exports:page", args=[syllabus.pk, "docx"])
    answer = _client(client, "office", syllabus.course.institution).get(address)
    assert "filename*=utf-8''%E5%A4%A7" in answer["Content-Disposition"]
    answer.close()


def test_word_files_count_their_pages_and_leave_lines_to_sign(syllabus, lesson):
    files = [syllabus_docx(syllabus), lesson_docx(lesson), calendar_docx(TeachingClassFactory())]
    for content in files:
        document = docx.Document(io.BytesIO(content))
        footer = document.sections[0].footer._element.xml
        assert "PAGE" in footer
        assert "NUMPAGES" in footer
        lines = [one.text for one in document.paragraphs]
        assert any(line.startswith("编号：") for line in lines)
        assert any("（签字）：" in line and line.endswith("年　　月　　日") for line in lines)


def test_words_of_a_unit_stand_on_lines_of_their_own_in_the_pdf(syllabus):
    text = text_of(syllabus_pdf(syllabus))
    assert "职业发展与规划导论" in text
    assert "建立生涯与职业意识职业发展" not in text


def test_long_points_of_a_list_stay_on_the_paper(lesson):
    point = "这一条很长。" * 30
    lesson.body = [("prose", f"<ul><li>{point}</li></ul>")]
    assert text_of(lesson_pdf(lesson)).replace("\r\n", "").count("这一条很长。") == 30


def test_outline_is_exported_as_it_was_released(client, syllabus):
    outline = OutlineFactory(
        course=syllabus.course,
        page_id=syllabus.pk,
        revision_id=syllabus.live_revision_id,
        number=3,
    )
    first = syllabus.units.first()
    first.title = "后来改的单元"
    first.save()
    publish_loaded(syllabus)
    office = _client(client, "office", syllabus.course.institution)
    answer = office.get(reverse("exports:outline", args=[outline.public_id, "docx"]))
    words = words_of(answer.getvalue())
    assert "建立生涯与职业意识" in words
    assert "后来改的单元" not in words
    assert f"编号：{syllabus.course.code}-03" in words


def test_outline_whose_text_is_gone_offers_no_file(client, syllabus):
    outline = OutlineFactory(course=syllabus.course, page_id=syllabus.pk, revision_id=10**6)
    office = _client(client, "office", syllabus.course.institution)
    address = reverse("exports:outline", args=[outline.public_id, "docx"])
    assert office.get(address).status_code == 404
    page = office.get(reverse("publishing:outline", args=[outline.public_id]))
    assert address not in page.content.decode()


@pytest.mark.parametrize("kind", ["syllabus", "book"])
def test_pages_offer_what_the_person_may_download(client, request, kind):
    page = request.getfixturevalue(kind)
    names = {"syllabus": ("docx", "pdf", "cartridge"), "book": ("epub",)}[kind]
    addresses = [reverse("exports:page", args=[page.pk, name]) for name in names]
    institution = page.get_parent().specific.institution
    # Wagtail leaves the temporary file of a picture that it scales to the garbage collector.
    TextbookPage.objects.update(audience="public", cover=None)
    stranger = client.get(page.url_path).content.decode()
    other = _client(client, "office", InstitutionFactory()).get(page.url_path).content.decode()
    own = _client(client, "office", institution).get(page.url_path).content.decode()
    for address in addresses:
        assert f'href="{address}"' in own
        assert f'href="{address}"' not in other
        assert f'href="{address}"' not in stranger
