"""Rules of joint classes: proposals keep to them, what is against them is refused or told."""

import datetime
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.teaching.domain import (
    ClassSize,
    create_teaching_classes,
    move_administrative_class,
    propose_joint_classes,
)
from courses.teaching.domain.joint_classes import JointClass, Mixing
from courses.teaching.domain.mixing import MixingRules
from courses.teaching.domain.mixing_rules import end_mixing_rule, enter_mixing_rule
from courses.teaching.enums import Breadth
from courses.teaching.models import MixingRule, TeachingClass
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    MajorFactory,
    StudentFactory,
)
from tests.factories.teaching import MixingRuleFactory, TermFactory

DAY = datetime.timedelta(days=1)


def size(number, *, major=1, department=1, students=40):
    return ClassSize(
        id=number,
        name=f"班{number:02d}",
        size=students,
        campus_id=1,
        department_id=department,
        major_id=major,
        entry_year=2026,
    )


def proposed(sizes, **mixing):
    found = propose_joint_classes(sizes, max_size=130, max_classes=3, mixing=Mixing(**mixing))
    return {tuple(each.id for each in joint.classes) for joint in found}


# --- Proposals ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("breadth", "expected"),
    [
        (Breadth.MAJOR, {(1, 2), (3,), (4,), (5,)}),
        (Breadth.DEPARTMENT, {(1, 2), (3, 4), (5,)}),
        (Breadth.CAMPUS, {(1, 2), (3, 4), (5,)}),
    ],
)
def test_classes_left_alone_are_joined_as_far_as_the_rule_goes(breadth, expected):
    sizes = [
        size(1),
        size(2),
        size(3, major=2),
        size(4, major=3),
        size(5, major=4, department=2),
    ]
    assert proposed(sizes, breadth=breadth) == expected


def test_one_of_each_department_is_joined_only_across_the_campus():
    sizes = [size(1), size(2, major=2, department=2)]
    assert proposed(sizes, breadth=Breadth.DEPARTMENT) == {(1,), (2,)}
    assert proposed(sizes, breadth=Breadth.CAMPUS) == {(1, 2)}


def test_classes_of_a_kind_are_shared_out_evenly_among_themselves():
    sizes = [size(number) for number in range(1, 9)]
    found = proposed(sizes, kind=lambda each: (each.id > 4,))
    assert sorted(map(len, found)) == [2, 2, 2, 2]
    assert all(len({number > 4 for number in together}) == 1 for together in found)


groups = st.lists(
    st.builds(
        lambda major, department, students: (major, department, students),
        st.integers(1, 3),
        st.integers(1, 2),
        st.integers(1, 150),
    ),
    max_size=12,
)


@given(drawn=groups)
def test_no_proposal_holds_a_pair_that_is_apart_and_none_is_lost(drawn):
    sizes = [
        size(number, major=10 * department + major, department=department, students=students)
        for number, (major, department, students) in enumerate(drawn, start=1)
    ]

    def apart(one, other):
        return one.id % 3 != other.id % 3 and one.id % 3 + other.id % 3 == 1

    found = proposed(sizes, apart=apart)
    by_id = {each.id: each for each in sizes}
    assert sorted(number for together in found for number in together) == sorted(by_id)
    for together in found:
        assert not any(apart(by_id[one], by_id[other]) for one in together for other in together)


# --- Rules -------------------------------------------------------------------------------------
@pytest.fixture
def term(institution):
    return TermFactory(institution=institution, first_monday=datetime.date(2027, 3, 1))


@pytest.fixture
def art(institution):
    return DepartmentFactory(institution=institution, name="美术学院")


def class_of(department, name, major="专业"):
    found = department.majors.filter(name=major).first()
    group = AdministrativeClassFactory(
        major=found or MajorFactory(department=department, name=major), name=name
    )
    StudentFactory(administrative_class=group)
    return group


def enter(institution, **said):
    facts = {"citation": "教字〔2026〕3号", "valid_from": timezone.localdate(), "by": None}
    return enter_mixing_rule(institution, **(facts | said))


def sized(group):
    return ClassSize(
        id=group.pk,
        name=group.name,
        size=1,
        campus_id=group.campus_id,
        department_id=group.department_id,
        major_id=group.major_id,
        entry_year=group.entry_year,
    )


def create(term, *groups, outline=None):
    outline = outline or OutlineFactory(course__institution=term.institution)
    proposals = [JointClass(tuple(map(sized, groups)))]
    (made,) = create_teaching_classes(term, outline=outline, proposals=proposals, by=None)
    return made


def test_class_across_departments_is_refused_with_both_names_and_the_rule(institution, term, art):
    law = DepartmentFactory(institution=institution, name="法学院")
    enter(institution, breadth=Breadth.DEPARTMENT)
    with pytest.raises(ValidationError) as refused:
        create(term, class_of(art, "美术2601"), class_of(law, "法学2601"))
    assert refused.value.messages == [
        "法学2601 与 美术2601 不能合班：只能同一院系内合班（教字〔2026〕3号）"
    ]
    assert not TeachingClass.objects.exists()


def test_rule_in_principle_refuses_nothing_and_is_told(institution, term, art):
    law = DepartmentFactory(institution=institution)
    enter(institution, breadth=Breadth.DEPARTMENT, severity="in_principle")
    made = create(term, class_of(art, "美术2601"), class_of(law, "法学2601"))
    (mixed,) = MixingRules.of_term(term).against(made.administrative_classes.all())
    assert not mixed.is_refused
    assert mixed.sentence.startswith("法学2601 与 美术2601 原则上不合班")


@pytest.mark.parametrize("by_word", ["专升本", "升本"])
def test_group_sits_with_nobody_else_but_among_itself(institution, term, art, by_word):
    enter(institution, word=by_word)
    upgraded = [class_of(art, f"设计（专升本）260{number}") for number in (1, 2)]
    upgraded.append(class_of(art, "动画2603", major="动画（专升本）"))
    create(term, *upgraded)
    other = class_of(art, "设计2601")
    with pytest.raises(ValidationError, match=f"名称含“{by_word}”的班级：只能内部合班"):
        create(term, other, class_of(art, "设计（专升本）2604"))


def test_two_groups_are_never_together_but_each_with_others(institution, term, art):
    law, physics = (DepartmentFactory(institution=institution, name=name) for name in "法理")
    enter(institution, department=art, other_department=law)
    create(term, class_of(art, "美术2601"), class_of(physics, "物理2601"))
    create(term, class_of(law, "法学2601"), class_of(physics, "物理2602"))
    with pytest.raises(ValidationError, match="不得合班"):
        create(term, class_of(art, "美术2602"), class_of(law, "法学2602"))


def test_proposals_of_the_rules_keep_to_all_of_them(institution, term, art):
    law = DepartmentFactory(institution=institution)
    enter(institution, breadth=Breadth.DEPARTMENT, severity="in_principle")
    enter(institution, word="专升本")
    rows = [
        class_of(art, "美术2601"),
        class_of(art, "美术2602"),
        class_of(art, "美术（专升本）2603"),
        class_of(law, "法学2601"),
    ]
    sizes = [sized(group) for group in rows]
    found = propose_joint_classes(
        sizes, max_size=200, mixing=MixingRules.of_term(term).for_proposals
    )
    assert {tuple(each.name for each in joint.classes) for joint in found} == {
        ("美术2601", "美术2602"),
        ("美术（专升本）2603",),
        ("法学2601",),
    }


def test_class_that_joins_another_is_refused_where_a_rule_keeps_them_apart(institution, term, art):
    law = DepartmentFactory(institution=institution)
    painting, lawyers = class_of(art, "美术2601"), class_of(law, "法学2601")
    outline = OutlineFactory(course__institution=institution)
    source, target = (create(term, group, outline=outline) for group in (painting, lawyers))
    rule = enter(institution, breadth=Breadth.MAJOR)
    with pytest.raises(ValidationError, match="只能同一专业内合班"):
        move_administrative_class(painting, source=source, target=target, by=None)
    assert list(source.administrative_classes.all()) == [painting]
    end_mixing_rule(rule, by=None)
    move_administrative_class(painting, source=source, target=target, by=None)
    # Both have been together since: what they are isn't asked again when a third one comes.
    enter(institution, word="专升本")
    third = class_of(law, "法学2602")
    other = create(term, third, outline=outline)
    move_administrative_class(third, source=other, target=target, by=None)
    assert target.administrative_classes.count() == 3


# --- Dates -------------------------------------------------------------------------------------
def test_term_follows_the_rules_of_its_first_monday(institution, term):
    rule = MixingRuleFactory(institution=institution, valid_from=term.first_monday + DAY)
    assert MixingRules.of_term(term).rules == []
    rule.valid_from = term.first_monday
    rule.save()
    assert MixingRules.of_term(term).rules == [rule]


def test_running_term_follows_the_rules_of_today(institution):
    today = timezone.localdate()
    running = TermFactory(
        institution=institution,
        first_monday=today - datetime.timedelta(days=today.weekday() + 14),
    )
    rule = enter(institution, breadth=Breadth.MAJOR)
    assert MixingRules.of_term(running).rules == [rule]


def test_another_breadth_ends_the_one_before_and_gives_it_back(institution):
    today = timezone.localdate()
    first = MixingRuleFactory(institution=institution)
    second = enter(institution, breadth=Breadth.MAJOR, valid_from=today + 10 * DAY)
    first.refresh_from_db()
    assert first.valid_to == today + 10 * DAY
    with pytest.raises(ValidationError, match="请先停用"):
        enter(institution, breadth=Breadth.CAMPUS, valid_from=today + 5 * DAY)
    end_mixing_rule(second, by=None)
    first.refresh_from_db()
    assert first.valid_to is None
    second.refresh_from_db()
    assert second.valid_from == second.valid_to


def test_breadth_withdrawn_between_two_others_gives_its_days_to_the_one_before(institution):
    today = timezone.localdate()
    first = MixingRuleFactory(institution=institution)
    second = enter(institution, breadth=Breadth.MAJOR, valid_from=today + 10 * DAY)
    third = enter(institution, breadth=Breadth.CAMPUS, valid_from=today + 20 * DAY)
    end_mixing_rule(second, by=None)
    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.valid_to, third.valid_to) == (third.valid_from, None)


def test_rule_that_has_ended_is_not_ended_again(institution):
    rule = end_mixing_rule(MixingRuleFactory(institution=institution), by=None)
    assert rule.valid_to == timezone.localdate()
    with pytest.raises(ValidationError, match="已经停用"):
        end_mixing_rule(rule, by=None)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "请指定一类班级"),
        ({"word": "专升本", "other_word": "专升本"}, "请指定两类不同的班级"),
        ({"breadth": "major", "word": "专升本"}, "要么规定合班范围"),
        ({"word": "专升本", "severity": "encouraged"}, "必须执行"),
        ({"word": "专升本", "valid_from": datetime.date(2026, 1, 1)}, "最早从今天起"),
    ],
)
def test_rule_that_makes_no_sense_is_refused(institution, said, sentence):
    with pytest.raises(ValidationError, match=sentence):
        enter(institution, **said)
    assert not MixingRule.objects.exists()


def test_same_rule_twice_and_a_group_of_elsewhere_are_refused(institution):
    enter(institution, word="专升本")
    with pytest.raises(ValidationError, match="已经登记"):
        enter(institution, word="专升本")
    with pytest.raises(ValidationError, match="其他学校"):
        enter(institution, department=DepartmentFactory())


def test_database_keeps_one_open_breadth_and_one_thing_said(institution, transactional_db):
    MixingRuleFactory(institution=institution)
    with pytest.raises(IntegrityError):
        MixingRuleFactory(institution=institution, breadth="major")
    with pytest.raises(IntegrityError):
        MixingRuleFactory(breadth="major", word="专升本")
    with pytest.raises(IntegrityError):
        MixingRuleFactory(breadth="")


# --- Screens -----------------------------------------------------------------------------------
LIST, ADD = reverse("teaching:mixing"), reverse("teaching:mixing_add")


def posted(**changes):
    return {
        "says": "groups",
        "word": "专升本",
        "severity": "must",
        "citation": "教字〔2026〕3号",
        "valid_from": timezone.localdate().isoformat(),
        **changes,
    }


def text(response):
    return unescape(response.content.decode())


def test_page_without_rules_says_what_applies(institution, sign_in):
    page = text(sign_in("auditor").get(LIST))
    assert "没有规定合班范围" in page
    assert "登记规则" not in page


def test_office_enters_sees_and_ends_a_rule(institution, sign_in, art):
    office = sign_in("office")
    where = office.post(ADD, posted(word="", group=str(art.public_id)))["Location"]
    assert where == LIST
    rule = MixingRule.objects.get()
    assert (rule.department, rule.entered_by) == (art, office.user)
    page = text(office.get(LIST))
    assert "美术学院：只能内部合班" in page
    end = reverse("teaching:mixing_end", kwargs={"public_id": rule.public_id})
    assert end in page
    assert "规则已停用" in text(office.post(end, follow=True))
    rule.refresh_from_db()
    assert (rule.valid_to, rule.ended_by) == (timezone.localdate(), office.user)
    assert "已经停用" in text(office.post(end, follow=True))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"word": ""}, "请指明是哪些班级"),
        ({"group": "nonsense"}, "nonsense"),
        ({"citation": ""}, "citation"),
        ({"valid_from": "2020-01-01"}, "最早从今天起"),
    ],
)
def test_rule_that_is_wrong_comes_back_with_the_sentence(institution, sign_in, wrong, sentence):
    response = sign_in("office").post(ADD, posted(**wrong))
    assert response.status_code == 422
    assert sentence in text(response)
    assert not MixingRule.objects.exists()


def test_list_and_word_at_once_are_refused(institution, sign_in, art):
    response = sign_in("office").post(ADD, posted(group=str(art.public_id)))
    assert "不要两处都填" in text(response)


def test_proposal_names_the_rules_that_it_keeps_to(institution, term, sign_in):
    enter(institution, breadth=Breadth.DEPARTMENT)
    page = text(sign_in("office").get(reverse("teaching:propose", args=[term.public_id])))
    assert "只能同一院系内合班" in page


def test_page_takes_the_same_queries_for_one_rule_and_three(
    institution, sign_in, art, django_assert_num_queries
):
    enter(institution, department=art)
    office = sign_in("office")
    office.get(LIST)
    with CaptureQueriesContext(connection) as one:
        office.get(LIST)
    enter(institution, word="专升本", other_department=art)
    enter(institution, breadth=Breadth.MAJOR)
    with django_assert_num_queries(len(one)):
        office.get(LIST)
