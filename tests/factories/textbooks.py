"""Books, approved lists, adoptions."""

import datetime

import factory
from factory.django import DjangoModelFactory

from courses.curriculum.enums import TextbookKind
from courses.textbooks import models
from tests.factories.institutions import InstitutionFactory


class TextbookFactory(DjangoModelFactory):
    class Meta:
        model = models.Textbook

    institution = factory.SubFactory(InstitutionFactory)
    title = factory.Sequence(lambda n: f"大学生职业发展与就业指导（第{n}种）")
    edition = "第3版"
    authors = "编写组"
    kind = TextbookKind.PLANNED


class TextbookApprovalFactory(DjangoModelFactory):
    class Meta:
        model = models.TextbookApproval

    textbook = factory.SubFactory(TextbookFactory)
    institution = factory.SelfAttribute("textbook.institution")
    province = factory.SelfAttribute("textbook.province")
    authority = "省教育厅"
    citation = "示例目录第一条"
    valid_from = datetime.date(2026, 1, 1)


class TextbookAdoptionFactory(DjangoModelFactory):
    """A proposed supplement; `course` and `term` must be given, of one institution."""

    class Meta:
        model = models.TextbookAdoption

    institution = factory.SelfAttribute("course.institution")
    textbook = factory.SubFactory(
        TextbookFactory, institution=factory.SelfAttribute("..institution")
    )
    part = "supplement"
    reason = "补充本校案例"
    valid_from = factory.SelfAttribute("term.first_monday")
