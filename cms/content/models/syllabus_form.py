"""The editor's form of a syllabus: part of the page's declaration, as Wagtail wants it."""

from typing import Any

from cms.content.models.adoptable_form import AdoptableForm
from courses.curriculum.models import Course

OF_MASTERS = ("name_en", "recommended_nature", "recommended_credits")


class SyllabusForm(AdoptableForm):
    """Offers and accepts only courses of the institution whose home the page lies below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "units" in self.formsets:
            self.formsets["units"].is_master = self.is_master()
        if "contributions" in self.formsets:
            self.formsets["contributions"].page_form = self
        if "course" not in self.fields:
            return
        home = getattr(self.parent_page, "specific", None)
        institution = getattr(home, "institution", None)
        courses = Course.objects.none()
        if institution is not None:
            courses = Course.objects.filter(institution=institution).order_by("code")
        self.fields["course"].queryset = courses
        # A province writes for many schools: its master has no course, and says itself what a
        # school's syllabus has from its course.
        self.fields["course"].required = institution is not None
        for name in OF_MASTERS if institution is not None else ("course",):
            self.fields.pop(name, None)
