"""The assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        # Registers the importers, jobs, receivers and checks of the slices.
        from assessments.certificates import (
            checks,  # noqa: F401 — registration
            receivers,  # noqa: F401 — registration
        )
        from assessments.certificates import jobs as certificate_jobs  # noqa: F401 — registration
        from assessments.compliance import jobs as compliance_jobs  # noqa: F401 — registration
        from assessments.compliance import what_if as compliance_what_if  # noqa: F401 — registration
        from assessments.grading import jobs as grading_jobs  # noqa: F401 — registration
        from assessments.reference_data import checks as data_checks  # noqa: F401 — registration
