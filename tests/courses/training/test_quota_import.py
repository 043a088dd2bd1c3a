"""Quotas from a spreadsheet: understood, compared, set of all sessions or of none."""

import io

import pandas
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.institutions.enums import RoleKind as R
from courses.training.domain.quota_file import read_quota_file
from courses.training.domain.quota_import import apply_quotas, preview_quotas
from courses.training.domain.quota_places import Place
from courses.training.enums import NominationState as N
from courses.training.enums import SessionState
from courses.training.models import Nomination, SeatQuota
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.spreadsheets.errors import SpreadsheetRefused
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, StaffMemberFactory
from tests.factories.training import (
    NominationFactory,
    SeatQuotaFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db
PROVINCE = Place(province="41")
HEADER = "期次,学校代码,学校,名额,至少\r\n"


@pytest.fixture
def session():
    return TrainingSessionFactory(code="第一期")


@pytest.fixture
def place():
    return InstitutionFactory(name="甲大学", code="4141999999")


def read(text):
    return read_quota_file(text.encode(), filename="名额.csv")


def apply(text, where=PROVINCE, ticked=()):
    options = {f"seat-{one.public_id}": True for one in ticked}
    return apply_quotas(where, read(text), options=options, by=None)


def counts(receipt):
    return [line["count"] for line in receipt["counts"]]


def problems(text, where=PROVINCE):
    table = read(text)
    preview_quotas(where, table)
    return [problem.cell for problem in table.problems], [one.message for one in table.problems]


def quotas():
    return set(SeatQuota.objects.values_list("session__code", "institution__name", "seats"))


def test_file_sets_quotas_of_several_sessions(session, place):
    TrainingSessionFactory(code="第二期")
    InstitutionFactory(name="乙大学")

    receipt = apply(
        HEADER + "第一期,,甲大学,3,1\r\n第二期,4141999999,,2个,\r\n第一期,,乙大学,0,\r\n"
    )

    assert quotas() == {("第一期", "甲大学", 3), ("第二期", "甲大学", 2), ("第一期", "乙大学", 0)}
    assert SeatQuota.objects.get(seats=3).minimum == 1
    assert counts(receipt) == [3, 0, 0]


def test_same_file_again_changes_nothing(session, place):
    text = HEADER + "第一期,,甲大学,3,1\r\n"
    apply(text)
    history = SeatQuota.history.count()

    assert counts(apply(text)) == [0, 1, 0]
    assert SeatQuota.history.count() == history


def test_empty_number_takes_the_quota_away(session, place):
    SeatQuotaFactory(session=session, institution=place)

    apply(HEADER + "第一期,,甲大学,,\r\n")

    assert not SeatQuota.objects.exists()


def test_file_without_minimum_keeps_it(session, place):
    SeatQuotaFactory(session=session, institution=place, seats=3, minimum=2)

    apply("期次,学校,名额\r\n第一期,甲大学,5\r\n")

    quota = SeatQuota.objects.get()
    assert (quota.seats, quota.minimum) == (5, 2)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("第九期,,甲大学,3,", "A2"),
        (",,甲大学,3,", "A2"),
        ("第一期,9999999999,,3,", "B2"),
        ("第一期,,丙大学,3,", "C2"),
        ("第一期,,,3,", "C2"),
        ("第一期,,甲大学,三,", "D2"),
        ("第一期,,甲大学,-1,", "D2"),
        ("第一期,,甲大学,11,", "D2"),
        ("第一期,,甲大学,3,4", "D2"),
        ("第一期,,甲大学,3,x", "E2"),
    ],
)
def test_bad_cell_is_named(session, place, row, cell):
    cells, messages = problems(HEADER + row + "\r\n")

    assert cells == [cell]
    assert messages[0]


def test_one_bad_cell_keeps_the_whole_file_out(session, place):
    with pytest.raises(ImportRefused):
        apply(HEADER + "第一期,,甲大学,3,\r\n第一期,,丙大学,3,\r\n")

    assert not SeatQuota.objects.exists()


def test_unit_that_stands_twice_is_said(session, place):
    cells, _messages = problems(HEADER + "第一期,,甲大学,3,\r\n第一期,,甲大学,4,\r\n")

    assert cells == ["C3"]


def test_unit_that_stands_twice_by_its_code_alone_is_marked_there(session, place):
    cells, _messages = problems(HEADER + "第一期,,甲大学,3,\r\n第一期,4141999999,,4,\r\n")

    assert cells == ["B3"]


def test_bad_row_is_not_counted_as_a_difference(session, place):
    InstitutionFactory(name="乙大学")

    preview = preview_quotas(PROVINCE, read(HEADER + "第一期,,甲大学,3,5\r\n第一期,,乙大学,2,\r\n"))

    assert preview["difference"]["counts"] == {"new": 1, "changed": 0, "unchanged": 0}
    assert [one["row"] for one in preview["difference"]["new"]] == [3]


def test_session_that_is_over_is_not_known(place):
    TrainingSessionFactory(code="旧期", state=SessionState.HELD)

    assert problems(HEADER + "旧期,,甲大学,3,\r\n")[0] == ["A2"]


def test_first_quota_that_would_take_somebodys_seat_is_said(session, place):
    NominationFactory(session=session, staff__institution=InstitutionFactory(name="乙大学"))

    cells, messages = problems(HEADER + "第一期,,甲大学,3,\r\n")

    assert cells == ["D2"]
    assert "乙大学" in messages[0]


@pytest.fixture
def seated(session, place):
    SeatQuotaFactory(session=session, institution=place, seats=3)
    return [
        NominationFactory(session=session, staff=StaffMemberFactory(institution=place, name=name))
        for name in ("张一", "李二")
    ]


CUT = HEADER + "第一期,,甲大学,1,\r\n"


def test_quota_below_the_seats_asks_who_goes(seated):
    preview = preview_quotas(PROVINCE, read(CUT))

    assert preview["counts"]["bad"] == 0
    assert [mark["row"] for mark in preview["marks"]] == [2]
    names = " ".join(str(option["label"]) for option in preview["options"])
    assert "张一" in names
    assert "李二" in names


def test_quota_below_the_seats_is_refused_while_nobody_is_named(seated):
    with pytest.raises(ImportRefused, match="第一期：甲大学"):
        apply(CUT)

    assert SeatQuota.objects.get().seats == 3
    assert Nomination.objects.filter(state=N.APPROVED).count() == 2


def test_who_is_named_goes_to_the_waiting_list(seated):
    receipt = apply(CUT, ticked=seated[:1])

    assert counts(receipt) == [1, 0, 1]
    for one in seated:
        one.refresh_from_db()
    assert [one.state for one in seated] == [N.WAITING, N.APPROVED]


def test_refusal_in_one_session_leaves_the_other_as_it_was(seated):
    TrainingSessionFactory(code="第二期")

    with pytest.raises(ImportRefused):
        apply(CUT + "第二期,,甲大学,4,\r\n")

    assert quotas() == {("第一期", "甲大学", 3)}


def test_institution_shares_out_among_its_departments(session, place):
    unit = DepartmentFactory(institution=place, name="机械学院")
    DepartmentFactory(name="机械学院")

    apply("期次,院系,名额\r\n第一期,机械学院,2\r\n", where=Place(institution=place))

    quota = SeatQuota.objects.get()
    assert (quota.institution, quota.department, quota.seats) == (place, unit, 2)


def test_programme_tells_two_sessions_of_one_code_apart(session, place):
    DepartmentFactory(institution=place, name="机械学院")
    own = TrainingProgrammeFactory(institution=place, name="校内培训")
    TrainingSessionFactory(programme=own, code="第一期")
    where = Place(institution=place)

    assert problems("期次,院系,名额\r\n第一期,机械学院,2\r\n", where)[0] == ["A2"]
    apply("期次,项目,院系,名额\r\n第一期,校内培训,机械学院,2\r\n", where)

    assert SeatQuota.objects.get().session.programme == own


def test_draft_of_the_province_is_not_known_to_an_institution(place):
    TrainingSessionFactory(code="草", state=SessionState.DRAFT)
    DepartmentFactory(institution=place, name="机械学院")

    cells, _messages = problems("期次,院系,名额\r\n草,机械学院,2\r\n", Place(institution=place))

    assert cells == ["A2"]


def test_file_without_any_unit_column_is_refused():
    with pytest.raises(SpreadsheetRefused):
        read("期次,名额\r\n第一期,2\r\n")


def test_download_comes_back_as_it_was(sign_in, session, place, seated):
    officer = sign_in(R.PROVINCE_OFFICER)
    content = officer.get(reverse("training:quota_export"), {"session": session.public_id}).content

    rows = pandas.read_excel(io.BytesIO(content), dtype=str, engine="calamine")
    assert set(rows["学校代码"]) >= {place.code}
    receipt = apply_quotas(
        PROVINCE, read_quota_file(content, filename="名额.xlsx"), options={}, by=None
    )
    assert counts(receipt)[0] == 0
    assert counts(receipt)[1] == len(rows)


def test_download_of_all_sessions_holds_present_quotas(sign_in, session, seated):
    content = sign_in(R.PROVINCE_OFFICER).get(reverse("training:quota_export")).content

    rows = pandas.read_excel(io.BytesIO(content), dtype=str, engine="calamine")
    assert rows[["期次", "名额"]].values.tolist() == [["第一期", "3"]]


def test_download_of_a_session_elsewhere_is_a_404(sign_in):
    elsewhere = TrainingSessionFactory(programme__province="42")
    where = reverse("training:quota_export")

    officer = sign_in(R.PROVINCE_OFFICER)

    assert officer.get(where, {"session": elsewhere.public_id}).status_code == 404
    assert officer.get(where, {"session": "x"}).status_code == 404


def test_province_brings_a_file_in_on_screen(sign_in, run_jobs, session, place, seated):
    officer = sign_in(R.PROVINCE_OFFICER)
    file = SimpleUploadedFile("名额.csv", CUT.encode())

    with run_jobs():
        response = officer.post(reverse("training:quota_files"), {"file": file})
    run = ImportRun.objects.get()
    page = officer.get(response["Location"]).content.decode()
    assert "张一" in page
    assert "(0)" not in page
    with run_jobs():
        officer.post(
            reverse("imports:apply", args=[run.public_id]),
            {f"option-seat-{seated[0].public_id}": "yes"},
        )

    run.refresh_from_db()
    assert run.state == "applied"
    assert SeatQuota.objects.get().seats == 1


def test_refusal_of_the_file_is_shown_on_screen(sign_in, run_jobs, session, place, seated):
    officer = sign_in(R.PROVINCE_OFFICER)
    file = SimpleUploadedFile("名额.csv", CUT.encode())
    with run_jobs():
        response = officer.post(reverse("training:quota_files"), {"file": file})
    run = ImportRun.objects.get()

    with run_jobs():
        officer.post(reverse("imports:apply", args=[run.public_id]))

    run.refresh_from_db()
    assert "2" in run.refusal
    assert run.refusal in officer.get(response["Location"]).content.decode()
    assert SeatQuota.objects.get().seats == 3


def test_import_is_of_the_own_place_only(sign_in, institution):
    office = sign_in(R.TEACHING_OFFICE)
    office.post(
        reverse("training:quota_files"),
        {"file": SimpleUploadedFile("a.csv", "期次,院系,名额\r\n第一期,机械,2\r\n".encode())},
    )

    assert ImportRun.objects.get().context == {"province": "", "institution": institution.pk}
