"""The courses app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        # Registers importers, jobs and receivers of the slices.
        from courses.changes import receivers as change_receivers  # noqa: F401 — registration
        from courses.delivery import dossier as delivery_dossier  # noqa: F401 — registration
        from courses.delivery import receivers as delivery_receivers  # noqa: F401 — registration
        from courses.institutions import jobs as institution_jobs  # noqa: F401 — registration
        from courses.qualifications import jobs as qualification_jobs  # noqa: F401 — registration
        from courses.qualifications.dossier import (  # noqa: F401 — registration
            making as dossier_making,
        )
        from courses.qualifications.dossier import (  # noqa: F401 — registration
            sources as dossier_sources,
        )
        from courses.timetable import importers as timetable_importers  # noqa: F401 — registration
        from courses.timetable import jobs as timetable_jobs  # noqa: F401 — registration
        from courses.timetable import receivers  # noqa: F401 — registration
        from courses.training import certification as training_certification  # noqa: F401 — registration
        from courses.training import dossier as training_dossier  # noqa: F401 — registration
        from courses.training import importers as training_importers  # noqa: F401 — registration
        from courses.training import jobs as training_jobs  # noqa: F401 — registration
        from courses.training import receivers as training_receivers  # noqa: F401 — registration
