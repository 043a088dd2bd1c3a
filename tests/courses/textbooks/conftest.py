import pytest

from courses.curriculum.models import Course
from courses.teaching.models import TeachingClass, Term
from tests.factories.teaching import TeachingClassFactory


@pytest.fixture
def one_class(db: None) -> TeachingClass:
    return TeachingClassFactory()


@pytest.fixture
def term(one_class: TeachingClass) -> Term:
    return one_class.term


@pytest.fixture
def course(one_class: TeachingClass) -> Course:
    return one_class.course
