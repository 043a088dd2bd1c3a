"""Courses and outlines."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.curriculum import models
from tests.factories.institutions import InstitutionFactory


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = models.Course

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"C2092{n:03d}")
    name = "大学生职业发展与就业指导"
    credits = 2
    theory_hours = 24
    practice_hours = 8
    online_hours = 6


class OutlineFactory(DjangoModelFactory):
    """A released outline with one unit per two classroom hours, plus one online unit."""

    class Meta:
        model = models.Outline
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    institution = factory.SelfAttribute("course.institution")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.SelfAttribute("course.name")
    theory_hours = factory.SelfAttribute("course.theory_hours")
    practice_hours = factory.SelfAttribute("course.practice_hours")
    online_hours = factory.SelfAttribute("course.online_hours")
    page_id = 1
    revision_id = 1
    released_at = factory.LazyFunction(
        lambda: timezone.make_aware(datetime.datetime(2026, 7, 1, 9, 0))
    )

    @factory.post_generation
    def units(self, create, extracted, **kwargs):
        if not create or extracted is False:
            return
        hours = [("theory_hours", 2)] * (self.theory_hours // 2)
        hours += [("practice_hours", 2)] * (self.practice_hours // 2)
        hours += [("online_hours", self.online_hours)] if self.online_hours else []
        models.OutlineUnit.objects.bulk_create(
            models.OutlineUnit(outline=self, position=n, title=f"第{n}单元", **{kind: value})
            for n, (kind, value) in enumerate(hours, start=1)
        )
