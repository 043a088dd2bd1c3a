"""The editor's form of a syllabus: part of the page's declaration, as Wagtail wants it."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from courses.curriculum.models import Course


class SyllabusForm(WagtailAdminPageForm):
    """Offers and accepts only courses of the institution whose home the page lies below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "course" not in self.fields:
            return
        home = getattr(self.parent_page, "specific", None)
        institution = getattr(home, "institution", None)
        courses = Course.objects.none()
        if institution is not None:
            courses = Course.objects.filter(institution=institution).order_by("code")
        self.fields["course"].queryset = courses
