"""Creating and adjusting teaching classes."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from assessments.grading.models import GradeEntry
from courses.curriculum.models import CourseRequirement
from courses.institutions.enums import StudentStatus
from courses.teaching.domain import (
    class_sizes,
    create_teaching_classes,
    move_administrative_class,
    propose_joint_classes,
    remove_teaching_class,
)
from courses.teaching.domain.joint_classes import JointClass
from courses.teaching.domain.plan import plan_of
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment, Exemption, TeachingClass
from tests.factories.curriculum import OutlineFactory
from tests.factories.grading import GradeSheetFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    CampusFactory,
    MajorFactory,
    StudentFactory,
    StudentPeriodFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory, TermFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(institution):
    return TermFactory(institution=institution)


@pytest.fixture
def outline(institution):
    return OutlineFactory(course__institution=institution, course__code="C2092011")


@pytest.fixture
def major(institution):
    return MajorFactory(department__institution=institution)


def class_of(major, students=2, **facts):
    administrative_class = AdministrativeClassFactory(major=major, **facts)
    StudentFactory.create_batch(students, administrative_class=administrative_class)
    return administrative_class


def create(term, outline, *, max_size=150, **options):
    sizes = class_sizes(term, course=outline.course, entry_year=2026)
    proposals = propose_joint_classes(sizes, max_size=max_size)
    return create_teaching_classes(term, outline=outline, proposals=proposals, by=None, **options)


def test_classes_are_created_with_their_students(term, outline, major) -> None:
    one, two = class_of(major), class_of(major)
    (created,) = create(term, outline)
    assert created.code == "(2026-2027-1)-C2092011-01"
    assert set(created.administrative_classes.all()) == {one, two}
    enrolments = created.enrolments.all()
    assert len(enrolments) == 4
    assert {(each.valid_from, each.entry_year, each.course) for each in enrolments} == {
        (term.first_monday, 2026, outline.course)
    }


def named(term, outline, *codes, **place):
    sizes = class_sizes(term, course=outline.course, entry_year=2026)
    proposals = [
        JointClass((size,), code=code, **place) for size, code in zip(sizes, codes, strict=True)
    ]
    return create_teaching_classes(term, outline=outline, proposals=proposals, by=None)


def test_chosen_code_and_campus_are_kept_and_other_codes_made(term, outline, major) -> None:
    class_of(major), class_of(major)
    campus = CampusFactory(institution=term.institution)
    classes = named(term, outline, "就业1班", "", taught_at=campus.pk)
    assert [each.code for each in classes] == ["就业1班", "(2026-2027-1)-C2092011-01"]
    assert {each.campus_id for each in classes} == {campus.pk}


@pytest.mark.parametrize("codes", [("就业1班", "就业1班"), ("就业2班", "就业3班")])
def test_chosen_code_that_is_taken_is_refused(term, outline, major, codes) -> None:
    class_of(major), class_of(major)
    TeachingClassFactory(term=term, code="就业3班")
    with pytest.raises(ValidationError, match="已有这个编号的教学班"):
        named(term, outline, *codes)
    assert TeachingClass.objects.count() == 1


def test_codes_go_on_after_the_highest(term, outline, major) -> None:
    class_of(major)
    create(term, outline)
    class_of(major)
    (second,) = create(term, outline)
    assert second.code == "(2026-2027-1)-C2092011-02"


def test_hundred_codes_are_equally_wide(term, outline, major) -> None:
    for _ in range(100):
        class_of(major, students=1)
    created = create(term, outline, max_size=1)
    assert (created[0].code[-4:], created[-1].code[-4:]) == ("-001", "-100")


def test_student_without_need_of_the_course_is_not_enrolled(term, outline, major) -> None:
    home = class_of(major, students=1)
    exempt, passed, suspended = StudentFactory.create_batch(3, administrative_class=home)
    Exemption.objects.create(
        institution=term.institution,
        student=exempt,
        course=outline.course,
        reason="退役军人",
        granted_on=datetime.date(2026, 9, 1),
    )
    earlier = TermFactory(
        institution=term.institution,
        code="2025-2026-1",
        first_monday=datetime.date(2025, 9, 1),
    )
    EnrolmentFactory(
        student=passed,
        teaching_class__term=earlier,
        teaching_class__outline=outline,
        outcome=Outcome.PASSED,
    )
    suspended.periods.update(status=StudentStatus.SUSPENDED)
    (created,) = create(term, outline)
    enrolled = {each.student_id for each in created.enrolments.all()}
    assert len(enrolled) == 1
    assert not enrolled & {exempt.pk, passed.pk, suspended.pk}


def test_student_who_changes_class_within_the_term_sits_with_the_new_one(
    term, outline, major
) -> None:
    old, new = class_of(major, students=1), class_of(major, students=1)
    mover = StudentFactory(administrative_class=new, period=False)
    day = datetime.date(2026, 9, 20)
    StudentPeriodFactory(student=mover, administrative_class=old, valid_to=day)
    StudentPeriodFactory(student=mover, administrative_class=new, valid_from=day)
    create(term, outline, max_size=1)
    assert mover.enrolments.get().teaching_class.administrative_classes.get() == new


def test_failed_student_takes_the_course_again(term, outline, major) -> None:
    home = class_of(major, students=1)
    earlier = TermFactory(
        institution=term.institution,
        code="2025-2026-1",
        first_monday=datetime.date(2025, 9, 1),
    )
    EnrolmentFactory(
        student=home.students.get(),
        teaching_class__term=earlier,
        teaching_class__outline=outline,
        outcome=Outcome.FAILED,
    )
    (created,) = create(term, outline)
    assert created.enrolments.count() == 1


def test_class_that_is_already_placed_is_refused(term, outline, major) -> None:
    class_of(major)
    sizes = class_sizes(term, course=outline.course, entry_year=2026)
    proposals = propose_joint_classes(sizes, max_size=150)
    create_teaching_classes(term, outline=outline, proposals=proposals, by=None)
    with pytest.raises(ValidationError):
        create_teaching_classes(term, outline=outline, proposals=proposals, by=None)
    assert TeachingClass.objects.count() == 1


def test_class_of_another_institution_is_refused(term, outline) -> None:
    foreign = class_of(MajorFactory())
    sizes = class_sizes(
        TermFactory(institution=foreign.institution), course=outline.course, entry_year=2026
    )
    with pytest.raises(ValidationError):
        create_teaching_classes(
            term,
            outline=outline,
            proposals=propose_joint_classes(sizes, max_size=150),
            by=None,
        )
    assert not TeachingClass.objects.exists()


def test_outline_of_another_institution_is_refused(term, outline, major) -> None:
    class_of(major)
    sizes = class_sizes(term, course=outline.course, entry_year=2026)
    with pytest.raises(ValidationError):
        create_teaching_classes(
            term,
            outline=OutlineFactory(),
            proposals=propose_joint_classes(sizes, max_size=150),
            by=None,
        )


def test_nothing_to_create_is_refused(term, outline) -> None:
    with pytest.raises(ValidationError):
        create_teaching_classes(term, outline=outline, proposals=[], by=None)


@pytest.mark.parametrize("number", [1, 3])
def test_creating_takes_a_fixed_number_of_queries(
    term, outline, major, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        class_of(major)
    sizes = class_sizes(term, course=outline.course, entry_year=2026)
    proposals = propose_joint_classes(sizes, max_size=2)
    # Two for the savepoint, one lock, two checks, codes, three inserts, three reads.
    with django_assert_num_queries(12):
        create_teaching_classes(term, outline=outline, proposals=proposals, by=None)


def test_moved_class_takes_its_students_along(term, outline, major) -> None:
    for _ in range(3):
        class_of(major)
    first, second = create(term, outline, max_size=4)
    moved = first.administrative_classes.first()
    move_administrative_class(moved, source=first, target=second, by=None)
    assert moved in second.administrative_classes.all()
    for teaching_class in (first, second):
        homes = {each.student.administrative_class for each in teaching_class.enrolments.all()}
        assert homes == set(teaching_class.administrative_classes.all())
    assert Enrolment.objects.count() == 6


def test_moving_the_last_class_removes_the_empty_one(term, outline, major) -> None:
    one = class_of(major)
    class_of(major)
    first, second = create(term, outline, max_size=2)
    move_administrative_class(one, source=first, target=second, by=None)
    assert list(TeachingClass.objects.all()) == [second]
    assert second.enrolments.count() == 4


def test_moving_to_nowhere_makes_a_new_class(term, outline, major) -> None:
    one = class_of(major)
    class_of(major)
    (source,) = create(term, outline)
    target = move_administrative_class(one, source=source, target=None, by=None)
    assert target.code.endswith("-02")
    assert (source.enrolments.count(), target.enrolments.count()) == (2, 2)


def test_class_with_meetings_is_neither_moved_nor_removed(term, outline, major) -> None:
    one = class_of(major)
    (source,) = create(term, outline)
    MeetingFactory(teaching_class=source)
    with pytest.raises(ValidationError):
        move_administrative_class(one, source=source, target=None, by=None)
    with pytest.raises(ValidationError):
        remove_teaching_class(source, by=None)
    assert source.enrolments.count() == 2


def test_class_that_is_not_there_is_not_moved(term, outline, major) -> None:
    class_of(major)
    (source,) = create(term, outline)
    with pytest.raises(ValidationError):
        move_administrative_class(class_of(major), source=source, target=None, by=None)


def test_class_is_not_moved_to_another_course(term, outline, major) -> None:
    one = class_of(major)
    (source,) = create(term, outline)
    other = OutlineFactory(course__institution=term.institution)
    (target,) = create(term, other)
    with pytest.raises(ValidationError):
        move_administrative_class(one, source=source, target=target, by=None)


def test_removed_class_leaves_its_students_to_be_placed(term, outline, major) -> None:
    class_of(major)
    (created,) = create(term, outline)
    remove_teaching_class(created, by=None)
    (again,) = create(term, outline)
    assert again.enrolments.count() == 2


def test_plan_counts_who_needs_what(term, outline, major) -> None:
    home = class_of(major, students=3)
    CourseRequirement.objects.create(
        institution=term.institution, course=outline.course, entry_year=2026
    )
    Exemption.objects.create(
        institution=term.institution,
        student=home.students.first(),
        course=outline.course,
        reason="转学已修",
        granted_on=datetime.date(2026, 9, 1),
    )
    (need,) = plan_of(term)
    assert (need.students, need.exempt, need.placed, need.to_place) == (3, 1, 0, 2)
    create(term, outline)
    (need,) = plan_of(term)
    assert (need.placed, need.to_place) == (2, 0)


def test_plan_leaves_out_entry_years_without_students(term, outline) -> None:
    CourseRequirement.objects.create(
        institution=term.institution, course=outline.course, entry_year=2026
    )
    assert plan_of(term) == []


@pytest.fixture
def graded(term, outline, major):
    """An administrative class whose only teaching class has a grade sheet, but no meetings yet."""
    group = class_of(major)
    (source,) = create(term, outline)
    sheet = GradeSheetFactory(teaching_class=source)
    for enrolment in source.enrolments.all():
        GradeEntry.objects.create(
            sheet=sheet, enrolment=enrolment, institution_id=source.institution_id
        )
    return group, source


def test_class_with_a_grade_sheet_is_not_removed(graded) -> None:
    _group, source = graded
    with pytest.raises(ValidationError, match="成绩"):
        remove_teaching_class(source, by=None)
    assert source.enrolments.count() == 2


def test_students_with_a_line_on_a_grade_sheet_are_not_moved(graded) -> None:
    group, source = graded
    with pytest.raises(ValidationError, match="成绩"):
        move_administrative_class(group, source=source, target=None, by=None)
    assert list(source.administrative_classes.all()) == [group]
