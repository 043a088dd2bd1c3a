"""职称评审材料: what a person did over a period, each line with its source.

A slice that has evidence of its own registers a source when it is loaded:

    @dossier_source("observations", position=40)
    class Observations:
        title = _("Observed lessons")

        def lines(self, staff, start, end): …
"""

from courses.qualifications.dossier.registry import (
    DossierLine,
    DossierSection,
    dossier_source,
    sections_of,
)

__all__ = ["DossierLine", "DossierSection", "dossier_source", "sections_of"]
