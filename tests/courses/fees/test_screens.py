"""The screens of fees and contracts."""

import datetime
import io
import logging

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.fees.domain import draft_statement, settle_statement
from courses.fees.models import FeeRule, FeeStatement
from courses.institutions.models import StaffContract
from tests.factories.fees import FeeRuleFactory, StaffContractFactory, expert_of, teach
from tests.factories.institutions import UserFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
PERIOD = {"start": "2026-09-01", "end": "2026-09-30"}
DAYS = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 9, 30)}
DAY = datetime.date(2026, 9, 14)


@pytest.fixture
def expert(institution):
    FeeRuleFactory(institution=institution)
    return expert_of(institution, name="=WEBSERVICE(1)")


def settled(expert):
    teach(expert, DAY)
    shown = draft_statement(expert, **DAYS).fingerprint
    return settle_statement(expert, **DAYS, shown=shown, by=UserFactory())


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_people_asks_as_much_for_many(
    institution, sign_in, django_assert_num_queries, count
) -> None:
    FeeRuleFactory(institution=institution)
    for _each in range(count):
        expert = expert_of(institution)
        StaffContractFactory(staff=expert)
        teach(expert, DAY)
        MeetingFactory(institution=institution, instructor=expert, date=DAY)
    client = sign_in("office")
    client.get(reverse("fees:people"), PERIOD)
    with django_assert_num_queries(14):
        page = client.get(reverse("fees:people"), PERIOD)
    rows = page.context["page"].object_list
    assert [(row.delivered, row.settled, row.waiting) for row in rows] == [(2, 0, 1)] * count


def test_settling_takes_the_office_to_the_statement(expert, sign_in) -> None:
    teach(expert, DAY)
    client = sign_in("office")
    page = client.get(reverse("fees:person", args=[expert.public_id]), PERIOD)
    data = {**PERIOD, "shown": page.context["draft"].fingerprint}
    where = reverse("fees:settle", args=[expert.public_id])
    answer = client.post(where, data, follow=True)
    assert "300.00" in answer.content.decode()
    assert "叁佰元整" in answer.content.decode()
    # A second click settles nothing more.
    client.post(where, data)
    assert FeeStatement.objects.count() == 1


def test_bad_period_is_said_and_nothing_settled(expert, sign_in) -> None:
    page = sign_in("office").get(
        reverse("fees:person", args=[expert.public_id]),
        {"start": "2026-09-30", "end": "2026-09-01"},
    )
    assert page.status_code == 422
    assert "早于" in page.content.decode()


def test_statement_pdf_has_number_lines_and_signatures(expert, sign_in, caplog) -> None:
    statement = settled(expert)
    where = reverse("fees:statement_file", args=[statement.public_id, "pdf"])
    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        answer = sign_in("office").get(where)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for wanted in ("-KC-", "300.00", "叁佰元整", "领款人", "第 1 页"):
        assert wanted in text.replace("\n", "")
    assert f"fee statement exported user={answer.wsgi_request.user.pk}" in caplog.text


def test_statement_workbook_adds_up_and_runs_no_formula(expert, sign_in) -> None:
    statement = settled(expert)
    where = reverse("fees:statement_file", args=[statement.public_id, "xlsx"])
    sheet = load_workbook(io.BytesIO(sign_in("auditor").get(where).content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sum(cell.value == 300 for cell in cells) == 3


def test_expert_reads_own_statements_only(expert, institution, sign_in) -> None:
    own = settled(expert)
    other = settled(expert_of(institution))
    expert.user = UserFactory()
    expert.save()
    client = sign_in("instructor", user=expert.user)
    assert [*client.get(reverse("fees:mine")).context["statements"]] == [own]
    assert client.get(reverse("fees:statement", args=[other.public_id])).status_code == 404


def test_statement_leads_back_to_whose_it_is(expert, sign_in) -> None:
    statement = settled(expert)
    page = sign_in("office").get(reverse("fees:statement", args=[statement.public_id]))
    where = reverse("fees:person", args=[expert.public_id])
    assert f'href="{where}?start=2026-09-01' in page.content.decode()


def test_statement_leads_the_expert_to_the_own_ones(expert, sign_in) -> None:
    statement = settled(expert)
    expert.user = UserFactory()
    expert.save()
    client = sign_in("instructor", user=expert.user)
    page = client.get(reverse("fees:statement", args=[statement.public_id])).content.decode()
    main = page[page.index("<main") :]
    assert f'href="{reverse("fees:mine")}"' in main
    assert reverse("fees:person", args=[expert.public_id]) not in main


def test_list_without_rates_says_that_they_are_missing(institution, sign_in) -> None:
    page = sign_in("office").get(reverse("fees:people"), PERIOD)
    assert "没有生效的课酬标准" in page.content.decode()


def test_rates_are_entered_on_screen(institution, sign_in) -> None:
    client = sign_in("office")
    client.get(reverse("fees:rule_add"))
    client.post(
        reverse("fees:rule_add"),
        {
            "rate-external_expert-other": "120",
            "round_to": "1",
            "citation": "校教〔2026〕8号",
            "valid_from": "2026-09-01",
        },
    )
    rule = FeeRule.objects.get()
    assert rule.rates == [{"kind": "external_expert", "title": "", "rate": "120.00"}]
    assert "120.00" in client.get(reverse("fees:rules")).content.decode()


def test_contract_is_entered_corrected_and_its_history_kept(expert, sign_in) -> None:
    client = sign_in("office")
    data = {"number": "HT-1", "kind": "external_expert", "starts_on": "2026-09-01"}
    client.post(reverse("institutions:contracts", args=[expert.public_id]), data)
    contract = StaffContract.objects.get()
    client.post(
        reverse("institutions:contract_edit", args=[contract.public_id]),
        {**data, "ends_on": "2027-01-31"},
    )
    contract.refresh_from_db()
    assert contract.ends_on == datetime.date(2027, 1, 31)
    assert [entry.ends_on for entry in contract.history.order_by("pk")] == [
        None,
        datetime.date(2027, 1, 31),
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"number": "HT-9"}, "已登记"), ({"ends_on": "2026-08-01"}, "早于")],
)
def test_contract_that_can_not_be_is_refused_with_the_reason(
    expert, sign_in, changed, words
) -> None:
    StaffContractFactory(staff=expert, number="HT-9")
    data = {"number": "HT-1", "kind": "external_expert", "starts_on": "2026-09-01", **changed}
    where = reverse("institutions:contracts", args=[expert.public_id])
    answer = sign_in("office").post(where, data)
    assert (answer.status_code, StaffContract.objects.count()) == (422, 1)
    assert words in answer.content.decode()
