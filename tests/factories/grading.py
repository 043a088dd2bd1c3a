"""Grading schemes and sheets."""

import datetime

import factory
from factory.django import DjangoModelFactory

from assessments.grading import models
from tests.factories.institutions import InstitutionFactory
from tests.factories.teaching import TeachingClassFactory


class GradingSchemeFactory(DjangoModelFactory):
    """平时 60 / 期末 40 on the percentage scale, pass mark 60."""

    class Meta:
        model = models.GradingScheme
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    name = "平时 60 / 期末 40"
    pass_mark = 60
    citation = "测试文件"
    valid_from = datetime.date(2020, 9, 1)

    @factory.post_generation
    def components(self, create, extracted, **kwargs):
        if not create or extracted is False:
            return
        models.SchemeComponent.objects.create(
            scheme=self, code="coursework", name="平时", weight=60, position=1
        )
        models.SchemeComponent.objects.create(
            scheme=self, code="final", name="期末", weight=40, position=2, is_exam=True
        )


class GradeSheetFactory(DjangoModelFactory):
    class Meta:
        model = models.GradeSheet

    teaching_class = factory.SubFactory(TeachingClassFactory)
    institution = factory.SelfAttribute("teaching_class.institution")
    scheme = factory.SubFactory(
        GradingSchemeFactory, institution=factory.SelfAttribute("..institution")
    )
