"""Rules of scheduling: shipped as an example, entered ahead, never changed once they hold."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scheduling_rules import (
    WEIGHTS,
    add_scheduling_rule,
    load_scheduling_rules,
    rule_of_term,
    rules_of,
    usual_keep_free,
    weights_of,
    withdraw_coming_rule,
)
from courses.timetable.models import SchedulingRule
from courses.timetable.solver.problem import Weights
from tests.courses.timetable.terms import make_term
from tests.factories.teaching import TermFactory

pytestmark = pytest.mark.django_db


def _in(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def _add(institution, **said):
    defaults = {
        "weights": Weights(idle_periods=7),
        "comfortable_periods": 4,
        "most_per_day": 6,
        "most_per_week": None,
        "evening_parts": ["evening"],
        "keep_free": [(4, "afternoon"), (2, "afternoon")],
        "citation": "本校排课办法",
        "valid_from": _in(1),
        "by": None,
    }
    return add_scheduling_rule(institution, **defaults | said)


def _term(institution, first_monday):
    return TermFactory(institution=institution, first_monday=first_monday)


def test_shipped_rule_says_that_it_is_an_example_and_weighs_as_the_search_does(institution):
    assert load_scheduling_rules() == 1
    term = _term(institution, datetime.date(2026, 8, 31))
    rule = rule_of_term(term)
    assert "示例" in rule.citation
    assert weights_of(rule) == Weights()
    assert (2, "afternoon") in usual_keep_free(term)


def test_loading_the_shipped_rules_twice_changes_nothing():
    load_scheduling_rules()
    load_scheduling_rules()
    assert (SchedulingRule.objects.count(), SchedulingRule.history.count()) == (1, 1)


def test_own_rule_goes_before_the_example_from_its_day_on(institution):
    load_scheduling_rules()
    rule = _add(institution)
    states = [(line.place, line.state) for line in rules_of(institution, on=_in(0))]
    assert states == [("school", "coming"), ("default", "holds")]
    later = _term(institution, _in(1) + datetime.timedelta(days=7 - _in(1).weekday()))
    assert rule_of_term(later) == rule
    assert weights_of(rule).idle_periods == 7
    assert usual_keep_free(later) == [(2, "afternoon"), (4, "afternoon")]


def test_rule_that_holds_is_followed_not_changed(institution):
    SchedulingRule.objects.all().delete()
    held = SchedulingRule.objects.create(
        institution=institution,
        **dict.fromkeys(WEIGHTS, 1),
        comfortable_periods=4,
        citation="旧",
        valid_from=_in(-10),
    )
    _add(institution, valid_from=_in(3))
    held.refresh_from_db()
    assert held.valid_to == _in(3)
    assert withdraw_coming_rule(institution, by=None) == _in(3)
    held.refresh_from_db()
    assert held.valid_to is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"valid_from": None}, "规则最早从明天起执行。"),
        ({"most_per_day": 3}, "每天适宜节数多于教师每天最多可上的节数。"),
        ({"most_per_week": 5}, "每周最多节数少于每天最多节数。"),
        ({"comfortable_periods": 0}, "教师每天至少可上 1 节。"),
        ({"evening_parts": ["night"]}, "有不认识的时段。"),
        ({"keep_free": [(8, "morning")]}, "有不认识的时段。"),
        (
            {
                "keep_free": [
                    (day, part)
                    for day in range(1, 6)
                    for part in ("morning", "afternoon", "evening")
                ]
            },
            "整周都保持空闲，将无法排课。",
        ),
        ({"weights": Weights(moved=1001)}, "确保该值小于或等于1000。"),
    ],
)
def test_rule_without_sense_is_refused_and_nothing_written(institution, said, sentence):
    if "valid_from" in said:
        said = {"valid_from": _in(0)}
    with pytest.raises(TimetableRefused, match=sentence):
        _add(institution, **said)
    assert not SchedulingRule.objects.exists()


def test_second_coming_rule_is_refused(institution):
    _add(institution, valid_from=_in(2))
    with pytest.raises(TimetableRefused, match=_in(2).isoformat()):
        _add(institution, valid_from=_in(5))
    assert _add(institution, valid_from=_in(2), citation="更正").citation == "更正"
    assert SchedulingRule.objects.count() == 1


# --- screens ------------------------------------------------------------------------------------


def _posted(**changes):
    weights = dict.fromkeys(WEIGHTS, 2)
    return {
        **weights,
        "comfortable_periods": 4,
        "most_per_day": 6,
        "most_per_week": "",
        "evening_parts": ["evening"],
        "keep_free": ["2-afternoon"],
        "citation": "本校排课办法",
        "quotation": "",
        "valid_from": _in(1).isoformat(),
        **changes,
    }


def test_office_enters_corrects_and_withdraws_a_rule_on_screen(institution, sign_in):
    load_scheduling_rules()
    office = sign_in("office")
    page = office.get(reverse("timetable:rules")).content.decode()
    assert "示例" in page
    assert "教师一天内两次课之间的空档，每周每节计 1。" in page
    add = reverse("timetable:rule_add")
    # The figures in force are shown to begin with.
    assert 'name="neighbouring_days" value="16"' in office.get(add).content.decode()
    assert office.post(add, _posted())["Location"] == reverse("timetable:rules")
    rule = SchedulingRule.objects.get(institution=institution)
    assert (rule.idle_periods, rule.keep_free) == (2, [[2, "afternoon"]])
    assert rule.history.get().history_user == office.user
    assert "保持空闲：周二 下午。" in office.get(reverse("timetable:rules")).content.decode()
    office.post(reverse("timetable:rule_withdraw"))
    assert not SchedulingRule.objects.filter(institution=institution).exists()


def test_rule_that_is_wrong_comes_back_with_the_sentence(institution, sign_in):
    response = sign_in("office").post(reverse("timetable:rule_add"), _posted(most_per_day=2))
    assert response.status_code == 422
    assert "每天适宜节数多于教师每天最多可上的节数。" in response.content.decode()


def test_first_search_offers_what_the_rule_keeps_free(institution, sign_in):
    load_scheduling_rules()
    make_term(institution, classes=1)
    form = sign_in("office").get(reverse("timetable:build")).context["form"]
    assert set(form.initial["keep_free"]) >= {"2-afternoon", "5-evening"}
    assert "1-morning" not in form.initial["keep_free"]


@pytest.mark.parametrize("number", [1, 3])
def test_rules_page_takes_the_same_queries(
    institution, sign_in, number, django_assert_max_num_queries
):
    load_scheduling_rules()
    _add(institution, valid_from=_in(2))
    for back in range(number):
        SchedulingRule.objects.create(
            institution=institution,
            **dict.fromkeys(WEIGHTS, 1),
            comfortable_periods=4,
            citation="旧",
            valid_from=_in(-20 - back),
            valid_to=_in(-10 - back),
        )
    office = sign_in("office")
    office.get(reverse("timetable:rules"))
    with django_assert_max_num_queries(8):
        office.get(reverse("timetable:rules"))
