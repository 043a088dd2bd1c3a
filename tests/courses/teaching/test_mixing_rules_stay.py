"""A rule of joint classes has a document and a history: it doesn't go with what it names."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db.models import Model, ProtectedError
from django.test import RequestFactory

from cms.publishing.admin_refusals import refuse_deletion
from courses.teaching.domain.mixing_rules import end_mixing_rule
from courses.teaching.models import MixingRule
from tests.factories.institutions import DepartmentFactory, MajorFactory
from tests.factories.teaching import MixingRuleFactory

pytestmark = pytest.mark.django_db


def ruled(named: Model, **values: Any) -> MixingRule:
    """A group that sits only among itself."""
    rule: MixingRule = MixingRuleFactory(
        institution=named.institution,  # type: ignore[attr-defined] — departments and majors have one
        breadth="",
        **values,
    )
    return rule


def refusal(named: Model) -> str:
    """What is said to whoever deletes it in /admin; there nothing was deleted then."""
    with pytest.raises(ProtectedError) as caught:
        named.delete()
    request: Any = RequestFactory().post("/admin/")
    request.session = {}
    request._messages = FallbackStorage(request)
    answer = refuse_deletion(request, caught.value)
    assert answer is not None
    assert answer.status_code == 302
    assert type(named).objects.filter(pk=named.pk).exists()  # type: ignore[attr-defined] — each has a manager
    (said,) = get_messages(request)
    return str(said)


@pytest.mark.parametrize("side", ["department", "other_department"])
def test_department_that_a_rule_names_stays_and_the_rule_is_said(side: str) -> None:
    art = DepartmentFactory(name="美术学院")
    word = "word" if side.startswith("other") else "other_word"
    rule = ruled(art, **{side: art, word: "专升本"})
    said = refusal(art)
    assert "什么也没有删除" in said
    assert "美术学院" in said
    assert rule.citation in said
    assert MixingRule.objects.get() == rule


@pytest.mark.parametrize("side", ["major", "other_major"])
def test_major_that_a_rule_names_stays(side: str) -> None:
    design = MajorFactory(name="环境设计")
    word = "word" if side.startswith("other") else "other_word"
    rule = ruled(design, **{side: design, word: "专升本"})
    assert "环境设计" in refusal(design)
    assert MixingRule.objects.get() == rule


def test_rule_that_has_ended_keeps_its_department_too() -> None:
    art = DepartmentFactory(name="美术学院")
    end_mixing_rule(ruled(art, department=art), by=None)
    assert "已停用" in refusal(art)


def test_several_rules_are_counted() -> None:
    art = DepartmentFactory(name="美术学院")
    for word in ("专升本", "中外合作"):
        ruled(art, department=art, other_word=word)
    assert "2 条合班规则" in refusal(art)


def test_department_that_no_rule_names_is_deleted() -> None:
    art, music = DepartmentFactory(name="美术学院"), DepartmentFactory(name="音乐学院")
    ruled(art, department=art)
    music.delete()
    assert MixingRule.objects.exists()
