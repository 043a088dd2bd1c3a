"""The screens of staff and certificates."""

import datetime
import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.enums import StaffKind
from courses.qualifications.domain.catalogue import load_catalogue
from courses.qualifications.domain.certificates import submit_certificate
from courses.qualifications.domain.evidence import read_evidence
from courses.qualifications.enums import CertificateState, Recognition
from courses.qualifications.models import (
    CertificateRule,
    LevelRecognition,
    QualificationWaiver,
    StaffCertificate,
)
from tests.courses.qualifications.files import pdf, picture, upload
from tests.factories.institutions import DepartmentFactory, StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    CertificateRuleFactory,
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/my/staff/"
EVERYBODY = (
    "admin",
    "office",
    "department",
    "instructor",
    "auditor",
    "student",
    "counsellor",
    "province",
)


@pytest.fixture(autouse=True)
def _private(settings, tmp_path) -> None:
    storages = {**settings.STORAGES}
    storages["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "base_url": None},
    }
    settings.STORAGES = storages


@pytest.fixture
def counting(db):
    TeachingRuleFactory(
        staff_kind=StaffKind.FULL_TIME_TEACHER, province="41", quotation="必须持证。"
    )
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


@pytest.fixture
def filed(institution):
    """A submitted certificate with evidence."""
    staff = StaffMemberFactory(
        institution=institution, department=DepartmentFactory(institution=institution)
    )
    return submit_certificate(
        staff,
        level=CredentialLevelFactory(),
        number="1",
        issued_on=datetime.date(2024, 1, 1),
        evidence=read_evidence(upload(picture())),
        by=UserFactory(),
    )


def test_staff_list_shows_who_may_teach_and_why(institution, sign_in, counting) -> None:
    StaffCertificateFactory(staff__institution=institution, staff__name="甲", level=counting)
    StaffMemberFactory(institution=institution, name="乙")
    page = sign_in("office").get(LIST).content.decode()
    assert page.index("乙") < page.index("甲")
    assert "不具备资格" in page
    assert "长期有效" in page


def test_staff_list_answers_for_a_date(institution, sign_in, counting) -> None:
    StaffCertificateFactory(
        staff__institution=institution, level=counting, expires_on=datetime.date(2022, 6, 30)
    )
    CertificateRuleFactory(reminder_days=[90, 30])
    client = sign_in("office")
    assert client.get(LIST, {"on": "2021-06-30"}).context["page"][0].light == "qualified"
    assert client.get(LIST, {"on": "2022-06-01"}).context["page"][0].light == "lapses_soon"
    assert client.get(LIST, {"on": "2022-07-01"}).context["page"][0].light == "not_qualified"
    assert not client.get(LIST, {"on": "2019-01-01"}).context["page"]


def test_staff_list_says_how_many_days_are_soon(institution, sign_in, counting) -> None:
    StaffMemberFactory(institution=institution)
    CertificateRuleFactory(institution=institution, reminder_days=[120, 14])
    assert "即将失效：120天内" in sign_in("office").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "张"}, ["张三"]),
        ({"q": "T9"}, ["李四"]),
        ({"light": "not_qualified"}, ["李四", "张三"]),
        ({"light": "qualified"}, []),
        ({"kind": "part_time_teacher"}, []),
        (
            {"sort": "name", "light": "nonsense", "department": "x", "on": "yesterday"},
            ["张三", "李四"],
        ),
    ],
)
def test_staff_list_filters_and_sorts(institution, sign_in, counting, query, names) -> None:
    StaffMemberFactory(institution=institution, name="张三", staff_number="T20")
    StaffMemberFactory(institution=institution, name="李四", staff_number="T9")
    page = sign_in("office").get(LIST, query).context["page"]
    assert sorted(row.staff.name for row in page) == sorted(names)


def test_staff_list_of_a_coordinator_holds_the_own_department(institution, sign_in) -> None:
    department = DepartmentFactory(institution=institution)
    own = StaffMemberFactory(institution=institution, department=department)
    StaffMemberFactory(institution=institution)
    page = sign_in("department", department=department).get(LIST).context["page"]
    assert [row.staff for row in page] == [own]


def test_empty_staff_list_says_what_to_do(sign_in) -> None:
    assert "还没有教职工" in sign_in("office").get(LIST).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_staff_list_takes_a_fixed_number_of_queries(
    institution, sign_in, counting, people, django_assert_num_queries
) -> None:
    for _ in range(people):
        StaffCertificateFactory(staff__institution=institution, level=counting)
    client = sign_in("office")
    with django_assert_num_queries(5):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_inbox_takes_a_fixed_number_of_queries(
    institution, sign_in, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        StaffCertificateFactory(
            staff__institution=institution,
            state=CertificateState.SUBMITTED,
            submitted_by=UserFactory(),
        )
    client = sign_in("office")
    with django_assert_num_queries(9):
        client.get(reverse("qualifications:inbox"))


@pytest.mark.parametrize("number", [1, 3])
def test_readings_take_a_fixed_number_of_queries(
    sign_in, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        LevelRecognitionFactory()
    client = sign_in("office")
    with django_assert_num_queries(5):
        client.get(reverse("qualifications:readings"))


@pytest.mark.parametrize(
    ("route", "allowed"),
    [
        ("list", {"admin", "office", "department", "auditor"}),
        ("mine", {"instructor"}),
        ("submit", {"instructor"}),
        ("inbox", {"admin", "office"}),
        ("readings", {"admin", "office", "department", "auditor", "instructor", "province"}),
        ("catalogue", {"admin", "office", "department", "auditor", "instructor", "province"}),
        ("certificates", {"admin", "office", "department", "auditor"}),
        ("certificates-export", {"admin", "office", "department", "auditor"}),
        ("rules", {"admin", "office", "department", "auditor"}),
        ("rule-add", {"admin", "office"}),
        ("import", {"admin", "office"}),
        ("validity", {"admin", "office", "instructor"}),
    ],
)
@pytest.mark.parametrize("role", EVERYBODY)
def test_screen_opens_only_to_its_roles(institution, sign_in, route, allowed, role) -> None:
    user = UserFactory()
    StaffMemberFactory(institution=institution, user=user)
    status = sign_in(role, user=user).get(reverse(f"qualifications:{route}")).status_code
    assert status == (200 if role in allowed else 403)


@pytest.mark.parametrize("role", ["admin", "office", "auditor", "department", "instructor"])
def test_evidence_opens_to_whoever_answers_for_the_holder_and_is_logged(
    institution, sign_in, filed, role, caplog
) -> None:
    facts = {}
    if role == "department":
        facts["department"] = filed.staff.department
    if role == "instructor":
        filed.staff.user = facts["user"] = UserFactory()
        filed.staff.save()
    client = sign_in(role, **facts)
    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        response = client.get(reverse("qualifications:evidence", args=[filed.public_id]))
    assert b"".join(response.streaming_content) == picture()
    assert response["Cache-Control"] == "private, no-store"
    assert f"evidence viewed user={client.user.pk} certificate={filed.pk}" in caplog.text


@pytest.mark.parametrize("role", ["department", "instructor"])
def test_evidence_of_somebody_else_is_not_found(sign_in, filed, role) -> None:
    response = sign_in(role).get(reverse("qualifications:evidence", args=[filed.public_id]))
    assert response.status_code == 404


def test_rows_of_another_institution_are_not_found(sign_in, filed) -> None:
    foreign = StaffCertificateFactory()
    client = sign_in("office")
    for name, method in (
        ("certificate", client.get),
        ("evidence", client.get),
        ("verify", client.post),
        ("return", client.post),
        ("revoke", client.post),
    ):
        url = reverse(f"qualifications:{name}", args=[foreign.public_id])
        assert method(url).status_code == 404
    for name in ("staff", "submit-for", "waiver"):
        url = reverse(f"qualifications:{name}", args=[foreign.staff.public_id])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("action", ["verify", "return", "revoke"])
@pytest.mark.parametrize("role", ["auditor", "department", "instructor", "student"])
def test_only_the_office_decides(sign_in, filed, action, role) -> None:
    url = reverse(f"qualifications:{action}", args=[filed.public_id])
    assert sign_in(role).post(url, {"note": "x", "reason": "x"}).status_code == 403
    filed.refresh_from_db()
    assert filed.state == CertificateState.SUBMITTED


@pytest.mark.parametrize("action", ["verify", "return", "revoke"])
def test_decision_by_get_is_refused(sign_in, filed, action) -> None:
    url = reverse(f"qualifications:{action}", args=[filed.public_id])
    assert sign_in("office").get(url).status_code == 405


def certificate_data(level, **facts):
    return {
        "level": level.pk,
        "number": "0216000000300123",
        "issued_on": "2024-05-01",
        "evidence": upload(picture()),
    } | facts


def test_instructor_submits_and_another_person_verifies(institution, sign_in, counting) -> None:
    user = UserFactory()
    staff = StaffMemberFactory(institution=institution, user=user)
    instructor = sign_in("instructor", user=user)
    response = instructor.post(
        reverse("qualifications:submit"), certificate_data(counting), follow=True
    )
    assert "等待教务核验" in response.content.decode()
    certificate = staff.certificates.get()
    office = sign_in("office")
    assert staff.name in office.get(reverse("qualifications:inbox")).content.decode()
    office.post(reverse("qualifications:verify", args=[certificate.public_id]))
    assert "具备资格" in instructor.get(reverse("qualifications:mine")).content.decode()


def test_extra_fields_do_not_verify_or_change_the_holder(institution, sign_in, counting) -> None:
    user = UserFactory()
    staff = StaffMemberFactory(institution=institution, user=user)
    other = StaffMemberFactory(institution=institution)
    data = certificate_data(counting, state="verified", staff=other.pk, decided_by=user.pk)
    sign_in("instructor", user=user).post(reverse("qualifications:submit"), data)
    certificate = StaffCertificate.objects.get()
    assert (certificate.staff, certificate.state) == (staff, CertificateState.SUBMITTED)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"expires_on": "2020-01-01"}, "有效期不能早于发证日期"),
        ({"issued_on": "2999-01-01"}, "发证日期晚于今天"),
        ({"evidence": upload(b"hello")}, "文件不是PDF"),
    ],
)
def test_bad_submission_is_explained_and_changes_nothing(
    institution, sign_in, counting, facts, sentence
) -> None:
    user = UserFactory()
    StaffMemberFactory(institution=institution, user=user)
    response = sign_in("instructor", user=user).post(
        reverse("qualifications:submit"), certificate_data(counting, **facts)
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not StaffCertificate.objects.exists()


def test_office_that_submitted_can_not_verify(institution, sign_in, counting) -> None:
    staff = StaffMemberFactory(institution=institution)
    office = sign_in("office")
    office.post(
        reverse("qualifications:submit-for", args=[staff.public_id]), certificate_data(counting)
    )
    certificate = staff.certificates.get()
    response = office.post(reverse("qualifications:verify", args=[certificate.public_id]))
    assert response.status_code == 422
    assert "须由他人核验" in response.content.decode()


def test_return_without_note_is_explained(sign_in, filed) -> None:
    response = sign_in("office").post(reverse("qualifications:return", args=[filed.public_id]))
    assert "请写明缺少什么" in response.content.decode()


def test_double_number_names_the_other_only_to_the_office(institution, sign_in, filed) -> None:
    StaffCertificateFactory(
        staff__institution=institution, staff__name="王五", level=filed.level, number="1"
    )
    url = reverse("qualifications:certificate", args=[filed.public_id])
    filed.staff.user = UserFactory()
    filed.staff.save()
    assert "王五" in sign_in("office").get(url).content.decode()
    assert "王五" not in sign_in("instructor", user=filed.staff.user).get(url).content.decode()


def test_revoked_certificate_no_longer_counts(institution, sign_in, counting) -> None:
    certificate = StaffCertificateFactory(staff__institution=institution, level=counting)
    office = sign_in("office")
    office.post(
        reverse("qualifications:revoke", args=[certificate.public_id]), {"reason": "证书系伪造"}
    )
    page = office.get(reverse("qualifications:staff", args=[certificate.staff.public_id]))
    assert "不具备资格" in page.content.decode()


def test_waiver_holds_through_its_last_day(institution, sign_in, counting) -> None:
    staff = StaffMemberFactory(institution=institution)
    url = reverse("qualifications:waiver", args=[staff.public_id])
    office = sign_in("office")
    refused = office.post(
        url, {"reason": "x", "valid_from": "2026-09-01", "last_day": "2026-08-01"}
    )
    assert refused.status_code == 422
    office.post(url, {"reason": "已报名", "valid_from": "2026-09-01", "last_day": "2026-12-31"})
    waiver = QualificationWaiver.objects.get()
    assert (waiver.valid_to, waiver.approved_by) == (datetime.date(2027, 1, 1), office.user)


def test_office_records_a_reading_that_then_holds(institution, sign_in) -> None:
    level = CredentialLevelFactory(name="三级 助理职业指导师")
    url = reverse("qualifications:reading-record", args=[level.credential_type.code, level.code])
    office = sign_in("office")
    office.post(
        url,
        {
            "recognition": "counts",
            "authority": "校长办公会",
            "citation": "〔2026〕3号",
            "valid_from": "2026-01-01",
        },
    )
    assert LevelRecognition.objects.get().institution == institution
    page = office.get(reverse("qualifications:readings")).content.decode()
    assert "校长办公会" in page
    assert sign_in("auditor").get(url).status_code == 403


def test_reading_for_a_kind_of_staff_is_shown_as_such_and_to_its_holders(
    institution, sign_in
) -> None:
    level = LevelRecognitionFactory(recognition=Recognition.UNDECIDED).level
    url = reverse("qualifications:reading-record", args=[level.credential_type.code, level.code])
    office = sign_in("office")
    sent = {
        "staff_kind": "part_time_teacher",
        "recognition": "counts",
        "authority": "校长办公会",
        "citation": "〔2026〕3号",
        "valid_from": "2026-01-01",
    }
    assert office.post(url, sent | {"staff_kind": "dean"}).status_code == 422
    assert office.post(url, sent).status_code == 302
    for page in (url, reverse("qualifications:readings"), reverse("qualifications:catalogue")):
        assert "兼职任课教师" in office.get(page).content.decode()
    for kind, authority in (("part_time_teacher", "校长办公会"), ("full_time_teacher", "测试机关")):
        held = StaffCertificateFactory(
            staff__institution=institution, staff__kind=kind, level=level
        )
        page = office.get(reverse("qualifications:certificate", args=[held.public_id]))
        assert authority in page.content.decode()


def test_province_records_a_reading_for_its_institutions(institution, sign_in) -> None:
    level = CredentialLevelFactory(name="三级 助理职业指导师")
    LevelRecognitionFactory(level=level, institution=institution, authority="本校")
    LevelRecognitionFactory(level=level, province="61", authority="陕西")
    url = reverse("qualifications:reading-record", args=[level.credential_type.code, level.code])
    officer = sign_in("province")
    assert "有1所学校对该等级另有认定" in officer.get(url).content.decode()
    officer.post(
        url,
        {
            "recognition": "undecided",
            "related": "counts",
            "authority": "省教育厅",
            "citation": "〔2026〕3号",
            "valid_from": "2026-01-01",
        },
    )
    row = LevelRecognition.objects.get(authority="省教育厅")
    assert (row.institution, row.province, row.related) == (None, "41", "counts")
    page = officer.get(reverse("qualifications:readings")).content.decode()
    assert "省教育厅" in page
    assert "陕西" not in page


def test_reading_that_contradicts_itself_is_refused_with_a_sentence(institution, sign_in) -> None:
    level = CredentialLevelFactory()
    url = reverse("qualifications:reading-record", args=[level.credential_type.code, level.code])
    sent = {
        "recognition": "counts",
        "related": "does_not_count",
        "authority": "校长办公会",
        "citation": "〔2026〕3号",
        "valid_from": "2026-01-01",
    }
    answer = sign_in("office").post(url, sent)
    assert answer.status_code == 422
    assert "互相矛盾" in answer.content.decode()
    assert not LevelRecognition.objects.exists()


def test_naughty_names_come_out_escaped(institution, sign_in) -> None:
    staff = StaffMemberFactory(institution=institution, name="<script>alert(1)</script>")
    client = sign_in("office")
    for url in (LIST, reverse("qualifications:staff", args=[staff.public_id])):
        assert "<script>alert" not in client.get(url).content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_date_at_the_end_of_time_breaks_no_staff_list(sign_in, institution, day) -> None:
    StaffMemberFactory(institution=institution)
    assert sign_in("office").get(LIST, {"on": day}).status_code == 200


def test_waiver_without_a_sensible_end_is_refused_with_a_sentence(sign_in, institution) -> None:
    staff = StaffMemberFactory(institution=institution)
    sent = {"reason": "x", "valid_from": "2026-09-01", "last_day": "9999-12-31"}
    answer = sign_in("office").post(reverse("qualifications:waiver", args=[staff.public_id]), sent)
    assert answer.status_code == 422
    assert not QualificationWaiver.objects.exists()


def waiting_certificates(institution, count=2):
    return [
        StaffCertificateFactory(
            staff__institution=institution,
            staff__name=f"待核{n}",
            state=CertificateState.SUBMITTED,
            submitted_by=UserFactory(),
        )
        for n in range(count)
    ]


def test_after_a_decision_the_next_one_opens_by_the_same_filters(institution, sign_in) -> None:
    first, second, third = waiting_certificates(institution, 3)
    query = f"?kind={third.level.credential_type.code}"
    office = sign_in("office")
    verify = reverse("qualifications:verify", args=[first.public_id])
    assert office.post(verify).url == reverse("qualifications:certificate", args=[second.public_id])
    verify = reverse("qualifications:verify", args=[second.public_id])
    assert office.post(verify + query).url == (
        reverse("qualifications:certificate", args=[third.public_id]) + query
    )
    verify = reverse("qualifications:verify", args=[third.public_id])
    assert office.post(verify + query).url == reverse("qualifications:inbox") + query


def test_inbox_is_filtered(institution, sign_in) -> None:
    one, other = waiting_certificates(institution)
    page = sign_in("office").get(reverse("qualifications:inbox"), {"q": one.staff.staff_number})
    assert list(page.context["page"]) == [one]
    assert other.staff.name not in page.content.decode()


def test_number_filed_twice_is_flagged_in_the_inbox(institution, sign_in) -> None:
    one, other = waiting_certificates(institution)
    StaffCertificateFactory(
        level__credential_type=one.level.credential_type, number=one.number, staff__name="外校某"
    )
    page = sign_in("office").get(reverse("qualifications:inbox"), {"odd": "double"})
    assert list(page.context["page"]) == [one]
    assert "外校某" not in page.content.decode()
    shown = sign_in("office").get(reverse("qualifications:certificate", args=[one.public_id]))
    assert "其他学校" in shown.content.decode()
    assert "外校某" not in shown.content.decode()
    assert other.pk != one.pk


@pytest.mark.parametrize(
    ("state", "name"),
    [("expired", "过期"), ("verified", "有效"), ("submitted", "待核"), ("", None)],
)
def test_register_shows_the_state_of_today(institution, sign_in, state, name) -> None:
    for who, facts in (
        ("过期", {"expires_on": datetime.date(2021, 1, 1)}),
        ("有效", {}),
        ("待核", {"state": CertificateState.SUBMITTED}),
    ):
        StaffCertificateFactory(staff__institution=institution, staff__name=who, **facts)
    page = sign_in("auditor").get(reverse("qualifications:certificates"), {"state": state})
    names = {row.staff.name for row in page.context["page"]}
    assert names == ({name} if name else {"过期", "有效", "待核"})


def test_register_is_exported_as_filtered_and_logged(institution, sign_in, caplog) -> None:
    StaffCertificateFactory(staff__institution=institution)
    StaffCertificateFactory()
    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        answer = sign_in("office").get(reverse("qualifications:certificates-export"))
    assert answer.status_code == 200
    assert "rows=1" in caplog.text


def test_pdf_is_shown_in_a_frame_that_the_policy_allows(institution, sign_in) -> None:
    staff = StaffMemberFactory(institution=institution)
    filed = submit_certificate(
        staff,
        level=CredentialLevelFactory(),
        number="1",
        issued_on=datetime.date(2024, 1, 1),
        evidence=read_evidence(upload(pdf(), "证书.pdf")),
        by=UserFactory(),
    )
    client = sign_in("office")
    page = client.get(reverse("qualifications:certificate", args=[filed.public_id]))
    address = reverse("qualifications:evidence", args=[filed.public_id])
    assert f'<iframe class="evidence-frame" src="{address}"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    shown = client.get(address)
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "inline" in shown["Content-Disposition"]
    assert b"".join(shown.streaming_content) == pdf()


def test_photo_of_the_camera_is_evidence_too(institution, sign_in, counting) -> None:
    user = UserFactory()
    staff = StaffMemberFactory(institution=institution, user=user)
    client = sign_in("instructor", user=user)
    address = reverse("qualifications:submit")
    assert 'capture="environment"' in client.get(address).content.decode()
    data = certificate_data(counting)
    data["photo"] = data.pop("evidence")
    client.post(address, data)
    assert staff.certificates.get().evidence is not None


def test_certificate_without_any_file_is_explained(institution, sign_in, counting) -> None:
    user = UserFactory()
    StaffMemberFactory(institution=institution, user=user)
    data = certificate_data(counting)
    del data["evidence"]
    answer = sign_in("instructor", user=user).post(reverse("qualifications:submit"), data)
    assert answer.status_code == 422
    assert not StaffCertificate.objects.exists()


def test_double_click_files_one_certificate(institution, sign_in, counting) -> None:
    user = UserFactory()
    StaffMemberFactory(institution=institution, user=user)
    client = sign_in("instructor", user=user)
    for _ in range(2):
        client.post(
            reverse("qualifications:submit"),
            certificate_data(counting, evidence=upload(picture())),
        )
    assert StaffCertificate.objects.count() == 1


def test_renewal_is_handed_in_from_the_old_one(institution, sign_in, counting) -> None:
    user = UserFactory()
    staff = StaffMemberFactory(institution=institution, user=user)
    old = StaffCertificateFactory(staff=staff, level=counting, number="旧号")
    client = sign_in("instructor", user=user)
    address = f"{reverse('qualifications:submit')}?like={old.public_id}"
    assert "旧号" in client.get(address).content.decode()
    client.post(address, certificate_data(counting))
    assert staff.certificates.latest("pk").renews == old
    foreign = StaffCertificateFactory()
    wrong = f"{reverse('qualifications:submit')}?like={foreign.public_id}"
    assert client.get(wrong).status_code == 404


def test_usual_last_day_is_proposed_and_not_forced(institution, sign_in) -> None:
    user = UserFactory()
    staff = StaffMemberFactory(institution=institution, user=user)
    level = CredentialLevelFactory(credential_type__validity_months=60)
    client = sign_in("instructor", user=user)
    asked = {"level": level.pk, "issued_on": "2021-04-04"}
    proposed = client.get(reverse("qualifications:validity"), asked).content.decode()
    assert 'value="2026-04-03"' in proposed
    kept = client.get(
        reverse("qualifications:validity"), asked | {"expires_on": "2030-01-01"}
    ).content.decode()
    assert 'value="2030-01-01"' in kept
    answer = client.post(
        reverse("qualifications:submit"),
        certificate_data(level, issued_on="2021-04-04"),
        follow=True,
    )
    assert staff.certificates.get().expires_on is None
    assert "2026-04-03" in answer.content.decode()


def test_catalogue_is_searched_by_alias_and_issuer(sign_in) -> None:
    load_catalogue()
    client = sign_in("office")
    for words in ("gcdf", "CCE", "职业规划师"):
        text = client.get(reverse("qualifications:catalogue"), {"q": words}).content.decode()
        assert "GCDF 全球职业规划师" in text
        assert "高等学校教师资格" not in text
    assert "没有" in client.get(reverse("qualifications:catalogue"), {"q": "厨师"}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_catalogue_takes_a_fixed_number_of_queries(
    sign_in, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        LevelRecognitionFactory()
    client = sign_in("office")
    with django_assert_num_queries(6):
        client.get(reverse("qualifications:catalogue"))


def test_office_asks_for_two_verifiers_from_tomorrow_on(institution, sign_in) -> None:
    load_catalogue()
    client = sign_in("office")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    sent = {
        "verifiers": "2",
        "reminder_days": "120，30, 7",
        "citation": "校发〔2026〕1号",
        "valid_from": tomorrow.isoformat(),
    }
    bad = client.post(reverse("qualifications:rule-add"), sent | {"reminder_days": "三十"})
    assert bad.status_code == 422
    early = client.post(
        reverse("qualifications:rule-add"), sent | {"valid_from": timezone.localdate().isoformat()}
    )
    assert early.status_code == 422
    client.post(reverse("qualifications:rule-add"), sent)
    rule = CertificateRule.objects.get(institution=institution)
    assert (rule.verifiers, rule.reminder_days) == (2, [120, 30, 7])
    page = client.get(reverse("qualifications:rules")).content.decode()
    assert "两人" in page
    assert sign_in("auditor").post(reverse("qualifications:rule-withdraw")).status_code == 403
    client.post(reverse("qualifications:rule-withdraw"))
    assert not CertificateRule.objects.filter(institution=institution).exists()
