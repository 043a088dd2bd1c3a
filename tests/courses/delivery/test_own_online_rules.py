"""The institution's own rules of online hours: entered ahead, kept, and followed."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.delivery.domain import (
    add_online_rule,
    load_online_rules,
    rule_of_term,
    rules_of,
    withdraw_coming_rule,
)
from courses.delivery.domain.online_rules import speed_cap_of
from courses.delivery.models import OnlineRule
from media.watching.domain import TooFast, record_watched
from tests.factories.institutions import InstitutionFactory, StudentFactory, UserFactory
from tests.factories.teaching import TermFactory
from tests.factories.watching import VideoFactory, let_time_pass

pytestmark = pytest.mark.django_db
MINUTE = 60_000
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def enter(institution: Any, **values: Any) -> OnlineRule:
    given: dict[str, Any] = {
        "whole_share": Decimal("0.9"),
        "step_hours": Decimal(1),
        "max_rate": Decimal("1.5"),
        "citation": "本校线上教学管理办法第八条",
        "valid_from": today() + 7 * DAY,
        "by": None,
    }
    return add_online_rule(institution, **given | values)


def in_force(institution: Any, **values: Any) -> OnlineRule:
    """A rule that was entered in time and has begun."""
    rule = enter(institution, **values)
    OnlineRule.objects.filter(pk=rule.pk).update(valid_from=today() - 30 * DAY)
    rule.refresh_from_db()
    return rule


@pytest.fixture
def form() -> dict[str, Any]:
    return {
        "percent": "90",
        "step_hours": "1",
        "max_rate": "1.5",
        "citation": "本校线上教学管理办法第八条",
        "quotation": "",
        "valid_from": (today() + 7 * DAY).isoformat(),
    }


def test_new_rule_ends_the_one_before_it_on_its_day(institution: Any) -> None:
    before = in_force(institution)
    after = enter(institution, whole_share=Decimal("0.8"))
    before.refresh_from_db()
    assert (before.valid_to, before.whole_share) == (after.valid_from, Decimal("0.9"))
    assert after.valid_to is None


@pytest.mark.parametrize("days", [0, -1, -400])
def test_rule_that_would_hold_already_is_refused(institution: Any, days: int) -> None:
    before = in_force(institution)
    with pytest.raises(ValidationError):
        enter(institution, valid_from=today() + days * DAY)
    assert list(OnlineRule.objects.values_list("pk", "valid_to")) == [(before.pk, None)]


def test_second_coming_rule_is_refused(institution: Any) -> None:
    enter(institution)
    with pytest.raises(ValidationError):
        enter(institution, valid_from=today() + 9 * DAY)
    assert OnlineRule.objects.count() == 1


def test_coming_rule_is_corrected_and_its_history_says_who(institution: Any) -> None:
    first, second = UserFactory(), UserFactory()
    rule = enter(institution, by=first)
    again = enter(institution, by=second, whole_share=Decimal("0.85"))
    assert again.pk == rule.pk
    said = rule.history.order_by("history_id").values_list("whole_share", "history_user")
    assert list(said) == [(Decimal("0.900"), first.pk), (Decimal("0.850"), second.pk)]


def test_withdrawn_rule_lets_the_one_before_go_on(institution: Any) -> None:
    before = in_force(institution)
    enter(institution)
    assert withdraw_coming_rule(institution, by=UserFactory()) == today() + 7 * DAY
    assert list(OnlineRule.objects.values_list("pk", "valid_to")) == [(before.pk, None)]
    assert OnlineRule.history.filter(history_type="-").count() == 1


def test_rule_in_force_is_not_withdrawn(institution: Any) -> None:
    in_force(institution)
    assert withdraw_coming_rule(institution, by=None) is None
    assert OnlineRule.objects.count() == 1


def test_rules_of_others_are_neither_seen_nor_ended(institution: Any) -> None:
    other = InstitutionFactory(province=institution.province)
    kept = in_force(other)
    load_online_rules()
    enter(institution)
    kept.refresh_from_db()
    assert kept.valid_to is None
    lines = rules_of(institution, on=today())
    assert [(line.place, line.state) for line in lines] == [
        ("school", "coming"),
        ("default", "holds"),
    ]


def test_running_term_keeps_the_rule_of_its_first_day(institution: Any) -> None:
    load_online_rules()
    rule = in_force(institution)
    monday = rule.valid_from - (7 + rule.valid_from.weekday()) * DAY
    term = TermFactory(institution=institution, first_monday=monday, weeks=18)
    found = rule_of_term(institution, on=today())
    assert found is not None
    assert (found[0], found[1].place) == (term, "default")


def test_loading_the_defaults_again_writes_no_history() -> None:
    load_online_rules()
    load_online_rules()
    assert OnlineRule.history.count() == 1


def test_school_decides_how_fast_watching_counts(institution: Any) -> None:
    student = StudentFactory(
        user=UserFactory(), administrative_class__major__department__institution=institution
    )
    in_force(institution, max_rate=Decimal(1))
    video = VideoFactory()
    record_watched(student.user, video)
    let_time_pass(student.user, minutes=1)
    with pytest.raises(TooFast):
        record_watched(student.user, video, ranges=[(0, 2 * MINUTE)])
    assert record_watched(student.user, video, ranges=[(0, MINUTE)]).watched_ms == MINUTE


def test_speed_of_a_rule_to_come_and_of_another_school_decides_nothing(institution: Any) -> None:
    student = StudentFactory(
        user=UserFactory(), administrative_class__major__department__institution=institution
    )
    enter(institution, max_rate=Decimal(1))
    in_force(InstitutionFactory(), max_rate=Decimal(1))
    assert speed_cap_of(student.user.pk, today()) is None
    assert speed_cap_of(UserFactory().pk, today()) is None


def test_player_learns_the_fastest_speed_that_counts(institution: Any, sign_in: Any) -> None:
    client = sign_in("student", institution=institution)
    StudentFactory(
        user=client.user, administrative_class__major__department__institution=institution
    )
    video = VideoFactory(uploaded_by_user=client.user)
    address = reverse("watching:state", args=[video.public_id])
    assert client.get(address).json()["fastest"] == 2
    in_force(institution)
    assert client.get(address).json()["fastest"] == 1.5


def test_office_enters_a_rule_and_sees_it(institution: Any, sign_in: Any, form: Any) -> None:
    load_online_rules()
    client: Client = sign_in("office", institution=institution)
    answer = client.post(reverse("delivery:online_rule_add"), form, follow=True)
    text = answer.content.decode()
    assert "本校线上教学管理办法第八条" in text
    assert "本校规则" in text
    assert "系统默认" in text
    rule = OnlineRule.objects.get(institution=institution)
    assert (rule.whole_share, rule.max_rate) == (Decimal("0.9"), Decimal("1.5"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("percent", "101"),
        ("percent", "49"),
        ("percent", "多"),
        ("step_hours", "0"),
        ("max_rate", "3"),
        ("citation", ""),
        ("citation", "长" * 301),
        ("valid_from", "2020-01-01"),
        ("valid_from", "31.12.2030"),
    ],
)
def test_bad_rule_is_refused_with_a_sentence(
    institution: Any, sign_in: Any, form: Any, name: str, value: str
) -> None:
    client: Client = sign_in("office", institution=institution)
    answer = client.post(reverse("delivery:online_rule_add"), form | {name: value})
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()
    assert not OnlineRule.objects.exists()


def test_instructor_reads_the_rules_and_enters_none(institution: Any, sign_in: Any) -> None:
    load_online_rules()
    client: Client = sign_in("instructor", institution=institution)
    text = client.get(reverse("delivery:online_rules")).content.decode()
    assert "95 %" in text
    assert reverse("delivery:online_rule_add") not in text


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_rules_takes_the_same_queries(
    institution: Any, sign_in: Any, django_assert_num_queries: Any, number: int
) -> None:
    load_online_rules()
    for years in range(1, number):
        OnlineRule.objects.create(
            institution=institution,
            whole_share="0.9",
            step_hours="1",
            citation=f"第{years}版",
            valid_from=today() - years * 365 * DAY,
            valid_to=today() - (years - 1) * 365 * DAY,
        )
    client: Client = sign_in("office", institution=institution)
    # Session, user, roles; rules with who entered them; the term.
    with django_assert_num_queries(6):
        client.get(reverse("delivery:online_rules"))
