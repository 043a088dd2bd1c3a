"""Finding one's way in the catalogue and in the readings: by name, kind and answer."""

import pytest
from django.urls import reverse

from courses.qualifications.domain import load_catalogue
from courses.qualifications.enums import CredentialScheme, Recognition
from tests.factories.qualifications import CredentialLevelFactory, LevelRecognitionFactory

pytestmark = pytest.mark.django_db
CATALOGUE = reverse("qualifications:catalogue")
READINGS = reverse("qualifications:readings")


def found(page) -> dict[str, list[str]]:
    """Names of credentials or of levels, by scheme."""
    return {
        scheme: [str(line.kind if hasattr(line, "kind") else line.level) for line in lines]
        for scheme, lines in page.context["schemes"]
    }


def test_catalogue_of_a_kind_has_only_its_credentials(sign_in) -> None:
    load_catalogue()
    page = sign_in("instructor").get(CATALOGUE, {"scheme": "title"})
    assert found(page) == {CredentialScheme.TITLE: ["高等学校教师职称"]}


def test_credentials_that_are_few_stand_open_and_all_together_do_not(sign_in) -> None:
    load_catalogue()
    client = sign_in("instructor")
    assert (
        '<details class="credential" open>' in client.get(CATALOGUE, {"q": "gcdf"}).content.decode()
    )
    assert '<details class="credential" open>' not in client.get(CATALOGUE).content.decode()


def test_catalogue_says_how_many_levels_count(sign_in) -> None:
    load_catalogue()
    page = sign_in("instructor").get(CATALOGUE, {"q": "创业指导师"}).content.decode()
    assert "共5个等级 · 2个计入中级以上" in page


def test_readings_are_found_by_another_name_of_the_level_or_its_credential(sign_in) -> None:
    load_catalogue()
    client = sign_in("office")
    by_level = found(client.get(READINGS, {"q": "国家职业资格 二级"}))
    assert by_level == {CredentialScheme.NATIONAL_OLD: ["二级 职业指导师"]}
    assert len(found(client.get(READINGS, {"q": "创业咨询师"}))[CredentialScheme.NATIONAL_NEW]) == 5


def test_readings_of_one_answer_are_those_to_decide(sign_in) -> None:
    load_catalogue()
    page = sign_in("office").get(READINGS, {"scheme": "national_old", "reading": "undecided"})
    assert found(page) == {
        CredentialScheme.NATIONAL_OLD: ["三级 助理职业指导师", "四级 职业指导员"]
    }


def test_level_read_apart_is_found_by_that_answer_too(institution, sign_in) -> None:
    level = CredentialLevelFactory(name="甲级")
    LevelRecognitionFactory(level=level, recognition=Recognition.DOES_NOT_COUNT)
    LevelRecognitionFactory(level=level, institution=institution, staff_kind="part_time_teacher")
    page = sign_in("office").get(READINGS, {"reading": "counts"})
    assert found(page) == {CredentialScheme.NATIONAL_OLD: ["甲级"]}


@pytest.mark.parametrize("address", [CATALOGUE, READINGS])
def test_filter_that_can_not_be_is_left_out(sign_in, address) -> None:
    load_catalogue()
    client = sign_in("province")
    everything = found(client.get(address))
    assert len(everything) == len(CredentialScheme)
    assert found(client.get(address, {"scheme": "x", "reading": "x"})) == everything


@pytest.mark.parametrize("address", [CATALOGUE, READINGS])
def test_nothing_found_leads_back_to_all(sign_in, address) -> None:
    load_catalogue()
    page = sign_in("office").get(address, {"q": "厨师"})
    assert found(page) == {}
    assert f'href="{address}">显示全部' in page.content.decode()
