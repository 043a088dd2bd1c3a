"""What a person sees between the upload and the receipt."""

import io

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import override

from courses.institutions.models import Role, Student
from media.imports import domain
from media.imports.enums import ImportState
from media.imports.forms import SpreadsheetUploadForm
from media.imports.models import ImportRun
from media.jobs.models import Job
from tests.factories.institutions import RoleFactory
from tests.media.spreadsheets import building

pytestmark = pytest.mark.django_db


def test_preview_shows_what_was_understood(office, known_class):
    rows = [["第一大学2026级学生名单"], [*building.HEADER, "寝室"], [*building.student(0), "3-201"]]
    run = office.upload(building.xlsx(rows, hidden={"数据字典": [["性别"]]}))

    page = office.page(run)

    assert "工作表“名单”，表头在第 2 行" in page
    assert "寝室" in page
    assert "数据字典" in page
    assert "第一大学2026级学生名单" in page


def test_preview_marks_the_bad_cell_with_its_reason(office, known_class, bad_file):
    run = office.upload(bad_file)

    page = office.page(run)

    assert "“无”" in page[page.index('<td class="cell-bad') :]
    assert "C3" in page
    assert reverse("imports:apply", args=[run.public_id]) not in page


def test_form_says_its_limit_in_the_language_of_who_reads_it():
    with override("en"):
        assert "at most" in str(SpreadsheetUploadForm().fields["file"].help_text)
    with override("zh-hans"):
        assert "不超过" in str(SpreadsheetUploadForm().fields["file"].help_text)


def test_preview_lists_bad_cells_for_a_phone(office, known_class, bad_file):
    """A table of fourteen columns hides its reasons beyond the edge of a phone."""
    page = office.page(office.upload(bad_file))

    start = page.index('<ul class="list-unstyled d-md-none">')
    assert "“无”" in page[start : page.index("</ul>", start)]


def test_preview_changes_nothing(office, known_class, good_file):
    run = office.upload(good_file)

    assert run.state == ImportState.READY
    assert run.preview["difference"]["counts"] == {"new": 2, "changed": 0, "unchanged": 0}
    assert not Student.objects.exists()


def test_apply_writes_and_leaves_a_receipt(office, known_class, good_file):
    run = office.apply(office.upload(good_file))

    assert run.state == ImportState.APPLIED
    assert Student.objects.count() == 2
    page = office.page(run)
    assert run.source.sha256 in page
    assert "新增学生" in page


def test_apply_refuses_a_file_with_a_bad_row(office, known_class, bad_file):
    run = office.apply(office.upload(bad_file))

    assert run.state == ImportState.READY
    assert not Student.objects.exists()


def test_apply_needs_the_tick_for_units_that_do_not_exist(office, good_file):
    run = office.apply(office.upload(good_file))
    assert run.state == ImportState.READY

    run = office.apply(run, **{"option-create_units": "yes"})

    assert run.state == ImportState.APPLIED
    assert Student.objects.count() == 2


def test_missing_units_are_shown_with_the_nearest_name(office, known_class):
    student = building.student(0, 学院="机电工程学校", 班级="机械2609")

    page = office.page(office.upload(building.xlsx([building.HEADER, student])))

    assert "院系</td><td>机电工程学校</td><td>机电工程学院</td>" in page


def test_apply_twice_keeps_the_first_receipt(office, known_class, good_file):
    run = office.apply(office.upload(good_file))
    receipt, applied_at = run.receipt, run.applied_at

    run = office.apply(run)

    assert (run.receipt, run.applied_at) == (receipt, applied_at)
    assert Job.objects.count() == 2


def test_same_file_again_is_said_to_hold_nothing_new(office, known_class, good_file):
    office.apply(office.upload(good_file))

    page = office.page(office.upload(good_file))

    assert "全部行均正确，没有新增或变更。" in page


def test_double_click_starts_one_job(office, known_class, good_file):
    run = office.upload(good_file)
    address = reverse("imports:apply", args=[run.public_id])

    with office.run_jobs():
        office.client.post(address)
        office.client.post(address)

    assert Job.objects.filter(kind="imports.apply").count() == 1


def test_rows_changed_since_the_preview_refuse_the_file(office, known_class, good_file):
    run = office.upload(good_file)
    known_class.major.name = "车辆工程"
    known_class.major.save()

    run = office.apply(run)

    assert not Student.objects.exists()
    assert run.state == ImportState.READY
    assert run.preview["counts"]["bad"] == 2
    assert "车辆工程" in office.page(run)


def test_check_again_sees_what_is_stored_now(office, known_class, good_file):
    run = office.upload(good_file)
    known_class.major.name = "车辆工程"
    known_class.major.save()

    with office.run_jobs():
        office.client.post(reverse("imports:check", args=[run.public_id]))

    run.refresh_from_db()
    assert run.preview["counts"]["bad"] == 2


def test_check_again_leaves_an_applied_import_alone(office, known_class, good_file):
    run = office.apply(office.upload(good_file))

    with office.run_jobs():
        office.client.post(reverse("imports:check", args=[run.public_id]))

    run.refresh_from_db()
    assert run.state == ImportState.APPLIED
    assert run.preview["difference"]["counts"]["new"] == 2


def test_refused_file_shows_one_sentence(office, known_class):
    page = office.page(office.upload(b"PK\x03\x04 not a workbook"))

    assert "无法使用" in page
    assert "没有改动任何数据" in page


def test_script_in_a_cell_is_shown_as_text(office, known_class):
    file = building.xlsx([building.HEADER, building.student(0, 姓名="<script>alert(1)</script>")])

    assert "<script>alert" not in office.page(office.upload(file))


def test_receipt_downloads_as_a_workbook(office, known_class, good_file):
    run = office.apply(office.upload(good_file))

    answer = office.client.get(reverse("imports:receipt", args=[run.public_id]))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert cells["新增学生"] == 2
    assert run.source.sha256 in cells.values()


def test_receipt_is_missing_before_the_import_is_applied(office, known_class, good_file):
    run = office.upload(good_file)

    assert office.client.get(reverse("imports:receipt", args=[run.public_id])).status_code == 404


def test_source_is_the_uploaded_file(office, known_class, good_file):
    run = office.upload(good_file)

    answer = office.client.get(reverse("imports:source", args=[run.public_id]))

    assert b"".join(answer.streaming_content) == good_file
    assert "filename*=utf-8''" in answer["Content-Disposition"]


def test_list_shows_own_imports_only(office, known_class, good_file, sign_in):
    office.upload(good_file)

    assert "名单.xlsx" in office.client.get(reverse("imports:list")).content.decode()
    assert "名单.xlsx" not in sign_in("office").get(reverse("imports:list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_any_number(
    office, known_class, good_file, django_assert_num_queries, count
):
    run = office.upload(good_file)
    for _copy in range(count - 1):
        ImportRun.objects.create(
            kind=run.kind, context=run.context, source=run.source, uploaded_by=run.uploaded_by
        )

    with django_assert_num_queries(4):
        office.client.get(reverse("imports:list"))


@pytest.mark.parametrize("name", ["detail", "receipt", "source"])
def test_import_of_another_person_is_not_found(office, known_class, good_file, sign_in, name):
    run = office.apply(office.upload(good_file))

    answer = sign_in("office").get(reverse(f"imports:{name}", args=[run.public_id]))

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["apply", "check"])
def test_post_to_the_import_of_another_person_is_not_found(
    office, known_class, good_file, sign_in, name
):
    run = office.upload(good_file)

    answer = sign_in("office").post(reverse(f"imports:{name}", args=[run.public_id]))

    assert answer.status_code == 404
    run.refresh_from_db()
    assert run.state == ImportState.READY


def test_role_taken_away_closes_the_import_at_once(office, known_class, good_file):
    run = office.upload(good_file)
    Role.objects.filter(user=office.client.user).delete()
    RoleFactory(user=office.client.user, institution=known_class.institution, kind="auditor")

    assert office.client.get(reverse("imports:detail", args=[run.public_id])).status_code == 403
    assert office.client.post(reverse("imports:apply", args=[run.public_id])).status_code == 403


def test_role_taken_away_stops_a_waiting_job(office, known_class, good_file):
    run = office.upload(good_file)
    with office.run_jobs():
        domain.apply_import(
            run, options={}, by=get_user_model().objects.get(pk=office.client.user.pk)
        )
        Role.objects.filter(user=office.client.user).delete()

    assert not Student.objects.exists()


def test_unread_file_offers_to_be_read_again(office, known_class, good_file):
    run = office.upload(good_file)
    run.state, run.preview = ImportState.UPLOADED, {}
    run.save()

    assert reverse("imports:check", args=[run.public_id]) in office.page(run)


def test_waiting_import_shows_its_progress(office, known_class, good_file):
    run = office.upload(good_file)
    Job.objects.filter(pk=run.job_id).update(state="queued")

    assert "<progress" in office.page(run)


def test_pages_need_a_sign_in(client):
    assert client.get(reverse("imports:list")).status_code == 302
