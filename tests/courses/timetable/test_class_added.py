"""A class added when the timetable stands: proposals, and the draft with one of them."""

import pytest
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass
from courses.timetable.domain.class_added import (
    accept_class,
    classes_without_times,
    propose_class,
)
from courses.timetable.domain.drafts import set_lock
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import BusyTime, Slot, TimetableVersion
from courses.timetable.solver.repair.weekly_problem import WeeklyEmphasis
from courses.timetable.weeks import count_weeks, every_week
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import InstitutionFactory, RoleFactory

pytestmark = pytest.mark.django_db
FEWEST, ROOMS_ONLY, PLEASANT = WeeklyEmphasis
# Queries of proposing, and of the page.
QUERIES, PAGE = 21, 28
EVENINGS = [[day, "evening"] for day in range(1, 6)]


@pytest.fixture
def term(institution):
    """One class and one room."""
    return make_term(institution, classes=1, rooms=1)


@pytest.fixture
def version(term):
    """The class on Monday, periods 1–2; evenings are kept free."""
    made = make_version(term)
    made.solver_report = {"keep_free": EVENINGS, "fingerprint": "x", "placed": 1}
    made.save()
    make_slot(made, term.teaching_classes.get())
    return made


@pytest.fixture
def added(term, version):
    return make_class(term, campus=term.institution.rooms.first().campus)


def busy_but_for(teaching_class, *free):
    """Something else takes every time of the class but for these (weekday, first period)."""
    term, group = teaching_class.term, teaching_class.administrative_classes.first()
    for weekday in range(1, 6):
        for first in (1, 3, 5, 7, 9):
            if (weekday, first) not in free:
                BusyTime.objects.create(
                    institution=term.institution,
                    term=term,
                    administrative_class=group,
                    weekday=weekday,
                    first_period=first,
                    periods=2,
                    weeks=every_week(1, term.weeks),
                    reason="高等数学",
                    source="公共课",
                )


def proposals(version, teaching_class):
    return {one.emphasis: one for one in propose_class(version, teaching_class)}


def accept(version, teaching_class, emphasis=FEWEST, **values):
    key = proposals(version, teaching_class)[emphasis].key
    return accept_class(
        version, teaching_class, **({"emphasis": emphasis, "key": key, "by": None} | values)
    )


def test_class_between_the_others_moves_nobody(version, added):
    found = proposals(version, added)
    assert found[FEWEST].moved == []
    (time,) = found[FEWEST].new
    assert (time.weekday, time.first_period) != (1, 1)
    assert count_weeks(time.weeks) == 16
    assert found[ROOMS_ONLY].same_as == FEWEST


def test_accepted_class_is_in_a_new_draft_and_the_version_stays(version, added):
    before = list(version.slots.values())
    draft = accept(version, added)
    assert list(version.slots.values()) == before
    assert draft.number == version.number + 1
    assert draft.slots.filter(teaching_class=added).count() == 1
    assert draft.slots.count() == 2
    assert draft.solver_report["added"] == added.code
    assert "fingerprint" not in draft.solver_report


def test_other_class_gives_way_and_meets_as_often(version, added):
    busy_but_for(added, (1, 1))
    found = proposals(version, added)
    (moved,) = found[FEWEST].moved
    assert (found[FEWEST].new[0].weekday, found[FEWEST].new[0].first_period) == (1, 1)
    assert found[ROOMS_ONLY].unplaced == 1
    draft = accept(version, added)
    slot = draft.slots.exclude(teaching_class=added).get()
    assert (slot.weekday, slot.first_period) == (moved.weekday, moved.first_period) != (1, 1)
    assert slot.weeks == moved.weeks


def test_locked_time_does_not_give_way(version, added):
    set_lock(version.slots.get(), locked=True)
    busy_but_for(added, (1, 1))
    assert not any(one.is_complete for one in propose_class(version, added))
    with pytest.raises(TimetableRefused):
        accept(version, added)
    assert TimetableVersion.objects.count() == 1


def test_evenings_that_are_kept_free_take_nothing(version, added):
    busy_but_for(added, (2, 9))
    assert proposals(version, added)[FEWEST].unplaced == 1
    version.solver_report["keep_free"] = []
    version.save()
    assert proposals(version, added)[FEWEST].new[0].first_period == 9


def test_class_of_odd_and_even_weeks_gets_both(version, term):
    twice = make_class(
        term,
        campus=term.institution.rooms.first().campus,
        weekly_pattern=WeeklyPattern.ODD_AND_EVEN,
    )
    times = proposals(version, twice)[FEWEST].new
    assert len(times) == 2
    assert not times[0].weeks & times[1].weeks


def test_what_changed_meanwhile_is_refused(version, added):
    shown = proposals(version, added)[FEWEST]
    time = shown.new[0]
    busy_but_for(added, (5, 3))
    assert (time.weekday, time.first_period) != (5, 3)
    with pytest.raises(TimetableRefused):
        accept(version, added, key=shown.key)
    assert TimetableVersion.objects.count() == 1


def test_same_question_has_the_same_answer(version, added):
    busy_but_for(added, (1, 1), (2, 3))
    assert [one.key for one in propose_class(version, added)] == [
        one.key for one in propose_class(version, added)
    ]


def test_class_without_an_instructor_says_so(version, term):
    bare = make_class(term, instructor=False)
    with pytest.raises(TimetableRefused, match=r"教师|instructor"):
        propose_class(version, bare)


def test_class_that_has_its_times_is_not_added_again(version):
    with pytest.raises(TimetableRefused):
        propose_class(version, version.slots.get().teaching_class)


def test_only_classes_without_times_are_offered(version, added):
    assert classes_without_times(version, TeachingClass.objects.all()) == [added]


def test_proposing_asks_as_much_whatever_the_number(
    version, term, added, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES):
        propose_class(version, added)
    for weekday in (2, 3):
        make_slot(version, make_class(term), weekday=weekday)
    with django_assert_num_queries(QUERIES):
        propose_class(version, added)


@pytest.fixture
def office(client, version):
    role = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=version.institution)
    client.force_login(role.user, backend="cms.users.backends.AccountBackend")
    return client


def address(version, name="class_added"):
    return reverse(f"timetable:{name}", kwargs={"public_id": version.public_id})


def test_office_adds_a_class_and_compares_the_draft(office, version, added):
    busy_but_for(added, (1, 1))
    page = office.get(address(version), {"class": str(added.public_id)})
    assert "变动最少" in page.content.decode()
    one = page.context["columns"][0].proposal
    sent = {"class": str(added.public_id), "proposal": f"{one.emphasis}:{one.key}"}
    done = office.post(address(version, "class_accepted"), sent, follow=True)
    draft = TimetableVersion.objects.get(number=version.number + 1)
    assert done.redirect_chain[-1][0] == reverse(
        "timetable:version_changes", kwargs={"public_id": draft.public_id}
    )
    assert Slot.objects.filter(version=draft, teaching_class=added).exists()


@pytest.mark.parametrize("proposal", ["", "fewest", "fewest:other", "nonsense:x"])
def test_proposal_that_was_not_shown_makes_no_draft(office, version, added, proposal):
    sent = {"class": str(added.public_id), "proposal": proposal}
    page = office.post(address(version, "class_accepted"), sent)
    assert page.status_code == 409
    assert page.context["refusal"] in page.content.decode()
    assert TimetableVersion.objects.count() == 1


def test_class_of_another_school_is_not_found(office, version):
    foreign = make_class(make_term(InstitutionFactory(), classes=0))
    assert office.get(address(version), {"class": str(foreign.public_id)}).status_code == 404


def test_nothing_to_add_says_what_to_do(office, version):
    assert "都已排上" in office.get(address(version)).content.decode()


def test_page_asks_as_much_whatever_the_number(
    office, version, term, added, django_assert_num_queries
):
    asked = {"class": str(added.public_id)}
    busy_but_for(added, (1, 1))
    office.get(address(version), asked)
    with django_assert_num_queries(PAGE):
        office.get(address(version), asked)
    for weekday in (2, 3):
        make_slot(version, make_class(term), weekday=weekday)
    with django_assert_num_queries(PAGE):
        assert office.get(address(version), asked).context["columns"][0].moved
