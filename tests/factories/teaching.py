"""Terms, teaching classes, assignments, enrolments."""

import datetime

import factory
from factory.django import DjangoModelFactory

from courses.teaching import models
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory, StudentFactory


class TermFactory(DjangoModelFactory):
    class Meta:
        model = models.Term

    institution = factory.SubFactory(InstitutionFactory)
    code = "2026-2027-1"
    first_monday = datetime.date(2026, 8, 31)
    weeks = 18


class TeachingClassFactory(DjangoModelFactory):
    """`administrative_classes=[…]` makes it a joint class of those."""

    class Meta:
        model = models.TeachingClass
        skip_postgeneration_save = True

    term = factory.SubFactory(TermFactory)
    institution = factory.SelfAttribute("term.institution")
    outline = factory.SubFactory(
        OutlineFactory, course__institution=factory.SelfAttribute("...institution")
    )
    course = factory.SelfAttribute("outline.course")
    code = factory.Sequence(lambda n: f"(2026-2027-1)-C2092011-{n:02d}")

    @factory.post_generation
    def administrative_classes(self, create, extracted, **kwargs):
        if create and extracted:
            self.administrative_classes.set(extracted)


class MixingRuleFactory(DjangoModelFactory):
    """Within a department, always, for a long time already, unless told otherwise."""

    class Meta:
        model = models.MixingRule

    institution = factory.SubFactory(InstitutionFactory)
    breadth = "department"
    severity = "must"
    citation = "教字〔2025〕3号"
    valid_from = datetime.date(2025, 9, 1)


class TeachingAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.TeachingAssignment

    teaching_class = factory.SubFactory(TeachingClassFactory)
    institution = factory.SelfAttribute("teaching_class.institution")
    staff = factory.SubFactory(
        StaffMemberFactory, institution=factory.SelfAttribute("..institution")
    )
    valid_from = factory.SelfAttribute("teaching_class.term.first_monday")


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Enrolment

    teaching_class = factory.SubFactory(TeachingClassFactory)
    institution = factory.SelfAttribute("teaching_class.institution")
    course = factory.SelfAttribute("teaching_class.course")
    term = factory.SelfAttribute("teaching_class.term")
    student = factory.SubFactory(
        StudentFactory,
        administrative_class__major__department__institution=factory.SelfAttribute(
            ".....institution"
        ),
    )
    entry_year = factory.SelfAttribute("student.entry_year")
    valid_from = factory.SelfAttribute("teaching_class.term.first_monday")
