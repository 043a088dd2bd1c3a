"""/verify/: without an account, little is said, and it is true."""

import pytest

from assessments.certificates.domain import revoke
from assessments.certificates.views.public import REQUESTS_A_MINUTE
from tests.factories.certificates import CertificateFactory, locked_class, passed
from tests.factories.institutions import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(institution):
    institution.name = "郑州大学"
    institution.save()
    enrolment = passed(locked_class(institution), "王小明")
    return CertificateFactory(enrolment=enrolment, serial="4141010459-2026-000777")


def test_valid_certificate_shows_masked_name_hours_institution_and_date(client, certificate):
    text = client.get(f"/verify/{certificate.code}/").text
    for part in (
        "有效",
        "王**",
        "38 学时",
        "郑州大学",
        "2026年12月30日",
        "大学生职业发展与就业指导",
    ):
        assert part in text


def test_verification_shows_nothing_else(client, certificate):
    text = client.get(f"/verify/{certificate.code}/").text
    for hidden in ("王小明", certificate.holder_number, certificate.serial):
        assert hidden not in text


def test_revocation_shows_its_date_but_not_its_reason(client, certificate):
    revoked = revoke(certificate, reason="成绩更正后不合格", by=UserFactory())
    response = client.get(f"/verify/{certificate.code}/")
    day = revoked.revoked_at.astimezone().date()
    assert "已撤销" in response.text
    assert str(day.year) in response.text
    assert "更正" not in response.text
    assert "完成 38 学时的课程学习" not in response.text


def test_unknown_code_is_a_404_with_a_sentence(client):
    response = client.get("/verify/ABCDEFGH12345678/")
    assert response.status_code == 404
    assert "查不到查验码为 ABCD-EFGH-1234-5678 的证书" in response.text


@pytest.mark.parametrize("code", ["x", "ABCDEFGH12345678", "a" * 300, "<script>"])
def test_unknown_codes_cost_one_query_like_known_ones(
    client, certificate, django_assert_num_queries, code
):
    with django_assert_num_queries(1):
        client.get(f"/verify/{certificate.code}/")
    with django_assert_num_queries(1):
        assert client.get(f"/verify/{code}/").status_code == 404


def test_sloppy_code_is_understood(client, certificate):
    code = certificate.code.lower().replace("0", "o").replace("1", "i")
    assert client.get(f"/verify/{code[:4]} {code[4:]}/").status_code == 200


def test_form_leads_to_the_code(client, certificate):
    response = client.get("/verify/", {"code": f" {certificate.code.lower()} "}, follow=True)
    assert response.redirect_chain == [(f"/verify/{certificate.code}/", 302)]
    assert "有效" in response.text


def test_form_without_a_code_asks_for_one(client):
    assert "请输入查验码" in client.get("/verify/", {"code": " - "}).text


def test_verification_speaks_english_when_asked(client, certificate):
    text = client.get(f"/verify/{certificate.code}/", {"language": "en"}).text
    assert "王** completed 38 hours at 郑州大学." in text
    assert 'lang="en"' in text


def test_unknown_language_is_ignored(client):
    assert "证书查验" in client.get("/verify/", {"language": "../../x"}).text


@pytest.mark.parametrize("known", [True, False])
def test_verification_sets_no_cookie_and_is_not_indexed(client, certificate, known):
    code = certificate.code if known else "ABCDEFGH12345678"
    response = client.get(f"/verify/{code}/")
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"


def test_verification_page_is_small_and_runs_no_script(client, certificate):
    response = client.get(f"/verify/{certificate.code}/")
    assert len(response.content) < 6_000
    assert "<script" not in response.text
    assert "style=" not in response.text


@pytest.mark.usefixtures("clock")
def test_too_many_requests_from_one_address_have_to_wait(client, certificate):
    address = f"/verify/{certificate.code}/"
    answers = [client.get(address).status_code for _ in range(REQUESTS_A_MINUTE + 1)]
    assert answers[:REQUESTS_A_MINUTE] == [200] * REQUESTS_A_MINUTE
    assert answers[-1] == 429
    refused = client.get(address)
    assert 1 <= int(refused["Retry-After"]) <= 61
    assert "王**" not in refused.text
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_post_is_not_answered(client):
    assert client.post("/verify/").status_code == 405
