"""Template and upload on the web."""

import io

from django.urls import reverse

from media.imports.models import ImportRun
from tests.assessments.grading.building import filled_sheet
from tests.assessments.grading.screens import body, url


def test_template_has_a_chinese_name_and_is_not_cached(taught, client_of):
    answer = client_of(taught.instructor).get(url("template", taught))
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_uploaded_file_is_previewed_then_applied(taught, client_of, run_jobs):
    client = client_of(taught.instructor)
    file = io.BytesIO(filled_sheet(taught, [[63, 84], [87, 79], [96, 83]]))
    file.name = "成绩.xlsx"
    with run_jobs():
        answer = client.post(url("upload", taught), {"file": file})
    assert "84" in body(client.get(answer.url))
    run = ImportRun.objects.get()
    assert taught.entry(0).total is None
    with run_jobs():
        client.post(reverse("imports:apply", args=[run.public_id]))
    assert taught.entry(0).total == 71


def test_file_of_an_instructor_who_lost_the_class_is_not_applied(taught, client_of, run_jobs):
    client = client_of(taught.instructor)
    file = io.BytesIO(filled_sheet(taught, [[63, 84], [87, 79], [96, 83]]))
    file.name = "成绩.xlsx"
    with run_jobs():
        client.post(url("upload", taught), {"file": file})
    taught.teaching_class.assignments.all().delete()
    answer = client.post(reverse("imports:apply", args=[ImportRun.objects.get().public_id]))
    assert answer.status_code == 403


def test_upload_without_a_file_says_so(taught, client_of):
    assert client_of(taught.instructor).post(url("upload", taught)).status_code == 400
