"""Keeping the catalogue of programmes."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution
from courses.training.domain.attendance import fit_into
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import ProgrammeKind, SessionState
from courses.training.models import Completion, TrainingProgramme


def save_programme(
    programme: TrainingProgramme | None,
    *,
    institution: Institution | None,
    province: str,
    code: str,
    name: str,
    kind: str,
    hours: int,
    staff_kinds: Sequence[str] = (),
    prerequisite: TrainingProgramme | None = None,
    is_retired: bool = False,
    by: Any,
) -> TrainingProgramme:
    """A new programme (None) or another wording of one, of an institution or a province (`province`
    then "" or its code). The kind doesn't change once somebody has completed it: the cycles have
    counted it. Raises TrainingRefused."""
    programme = programme or TrainingProgramme(institution=institution, province=province)
    if unknown := set(staff_kinds) - set(StaffKind.values):
        raise TrainingRefused(
            _("There is no kind of staff “%(kind)s”.") % {"kind": sorted(unknown)[0]},
            field="staff_kinds",
        )
    if kind == ProgrammeKind.STUDENT and staff_kinds:
        raise TrainingRefused(
            _("A training of students is for no kind of staff."), field="staff_kinds"
        )
    if programme.pk and programme.kind != kind and _was_completed(programme):
        raise TrainingRefused(
            _("People have completed it as “%(kind)s”. Make a new programme instead.")
            % {"kind": programme.get_kind_display()},
            field="kind",
        )
    if programme.pk and (code_of := _too_short_session(programme, hours)):
        raise TrainingRefused(
            _("Session %(code)s has too few days for %(hours)s hours.")
            % {"code": code_of, "hours": hours},
            field="hours",
        )
    if prerequisite is not None and programme.pk and _leads_to(prerequisite, programme):
        raise TrainingRefused(
            _("A programme can't be required before itself."), field="prerequisite"
        )
    said = {
        "code": code,
        "name": name,
        "kind": kind,
        "hours": hours,
        "staff_kinds": list(staff_kinds),
        "prerequisite": prerequisite,
        "is_retired": is_retired,
    }
    for field, value in said.items():
        setattr(programme, field, value)
    setattr(programme, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        raise TrainingRefused(
            _("There is a programme with the code %(code)s already.") % {"code": code},
            field="code",
        ) from error
    return programme


def _was_completed(programme: TrainingProgramme) -> bool:
    return Completion.objects.filter(session__programme=programme).exists()


def _too_short_session(programme: TrainingProgramme, hours: int) -> str:
    """The code of a session whose attendance could not be recorded with so many hours; "" if there
    is none."""
    sessions = programme.sessions.exclude(state=SessionState.CANCELLED)
    return next((one.code for one in sessions if not fit_into(one, hours)), "")


def _leads_to(first: TrainingProgramme, programme: TrainingProgramme) -> bool:
    """Whether `programme` is `first` or is required, however far back, before it."""
    step: TrainingProgramme | None = first
    while step is not None:
        if step.pk == programme.pk:
            return True
        step = step.prerequisite
    return False
