"""An office with a class, and files for it. The roster is the importer that these tests use."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.imports.models import ImportRun
from tests.factories.institutions import AdministrativeClassFactory
from tests.media.spreadsheets import building

KNOWN_CLASS = {"学院": "机电工程学院", "专业": "机械设计制造及其自动化", "班级": "机械2601"}


@dataclass
class Office:
    """A signed-in teaching office and what it does with a file."""

    client: Any
    run_jobs: Any

    def upload(self, content: bytes, name: str = "名单.xlsx") -> ImportRun:
        """Upload and let the file be read."""
        with self.run_jobs():
            answer = self.client.post(
                reverse("institutions:roster"),
                {"file": SimpleUploadedFile(name, content), "study_years": "4"},
            )
        assert answer.status_code == 302, answer.content.decode()
        return ImportRun.objects.latest("pk")

    def apply(self, run: ImportRun, **options: str) -> ImportRun:
        with self.run_jobs():
            self.client.post(reverse("imports:apply", args=[run.public_id]), options)
        run.refresh_from_db()
        return run

    def page(self, run: ImportRun) -> str:
        answer = self.client.get(reverse("imports:detail", args=[run.public_id]))
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def known_class(institution):
    """The class that the sample students are in."""
    return AdministrativeClassFactory(
        major__department__institution=institution,
        major__department__name=KNOWN_CLASS["学院"],
        major__name=KNOWN_CLASS["专业"],
        name=KNOWN_CLASS["班级"],
        entry_year=2026,
    )


@pytest.fixture
def office(sign_in, run_jobs):
    return Office(sign_in("office"), run_jobs)


@pytest.fixture
def good_file():
    return building.xlsx([building.HEADER, building.student(0), building.student(1)])


@pytest.fixture
def bad_file():
    return building.xlsx([building.HEADER, building.student(0), building.student(1, 性别="无")])
