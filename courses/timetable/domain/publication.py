"""A version becomes what everybody sees, as a whole or not at all."""

import datetime
import logging

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from schedule.models import Calendar

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.booking import one_at_a_time
from courses.timetable.domain.difference import Difference, compare, first_date_open
from courses.timetable.domain.meetings_planned import plan_meetings
from courses.timetable.domain.meetings_written import write_difference
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.searching import Report
from courses.timetable.enums import VersionState
from courses.timetable.models import Publication, Slot, TimetableVersion
from courses.timetable.signals import timetable_published

logger = logging.getLogger("qihang.audit")


def publish(
    version: TimetableVersion,
    *,
    valid_from: datetime.date | None = None,
    progress: Report | None = None,
    by: User | None,
) -> Publication:
    """Make a version the term's timetable: one event a slot, one persisted occurrence and one
    meeting a date, one booking for each resource and period. All or nothing.

    The first publication of a term fills the whole of it. A later one, of a new version, of an
    earlier one (a roll-back), or of the same one by the present calendar and bells, changes the
    meetings from `valid_from` on (default: tomorrow) that are not settled (see settled_meetings).
    Where nothing differs, nothing is written and the last publication is returned.

    Raises TimetableRefused: a clash (named), no slots, a period the bells lack.
    """
    tell = progress or (lambda _percent, _message: None)
    with transaction.atomic():
        one_at_a_time(version.institution_id)
        # A second publication of the term waits for the first.
        term = Term.objects.select_for_update(no_key=True).get(pk=version.term_id)
        version = TimetableVersion.objects.select_for_update().get(pk=version.pk)
        tell(5, _("Working out the dates"))
        planned = plan_meetings(term, slots_of(version))
        tell(25, _("Comparing with what was published before"))
        found = compare(
            term, planned, valid_from=first_date_open(term, valid_from=valid_from), lock=True
        )
        if found.is_empty and version.state == VersionState.PUBLISHED:
            return term.publications.latest("number")
        concerned = found.concerned()
        version.calendar = _calendar(term)
        tell(40, _("Writing the meetings"))
        write_difference(found, term=term, calendar=version.calendar, by=by)
        tell(85, _("Almost done"))
        TimetableVersion.objects.filter(term=term, state=VersionState.PUBLISHED).exclude(
            pk=version.pk
        ).update(state=VersionState.SUPERSEDED)
        version.state, version.published_at = VersionState.PUBLISHED, timezone.now()
        version.save(update_fields=["state", "published_at", "calendar"])
        publication = _record(version, found, by)
        timetable_published.send(
            sender=TimetableVersion, publication=publication, concerned=concerned
        )
    logger.info(
        "timetable %s of term %s published by user %s: %d changed, %d added, %d removed",
        version.public_id,
        term.public_id,
        by.pk if by else None,
        len(found.changed),
        len(found.added),
        len(found.removed),
    )
    return publication


def preview(version: TimetableVersion, *, valid_from: datetime.date | None = None) -> Difference:
    """What publishing the version would change now. Raises TimetableRefused as `publish` does,
    except for clashes, which only the bookings know."""
    term = version.term
    planned = plan_meetings(term, slots_of(version))
    return compare(term, planned, valid_from=first_date_open(term, valid_from=valid_from))


def slots_of(version: TimetableVersion) -> list[Slot]:
    """The slots of a version as a publication needs them. Raises TimetableRefused without any."""
    slots = list(
        version.slots.select_related("teaching_class__course", "room", "event", "instructor")
    )
    if not slots:
        raise TimetableRefused(_("This version has no slots, so there is nothing to publish."))
    return slots


def _record(version: TimetableVersion, found: Difference, by: User | None) -> Publication:
    last = Publication.objects.filter(term=version.term_id).aggregate(Max("number"))
    return Publication.objects.create(
        term_id=version.term_id,
        institution_id=version.institution_id,
        version=version,
        number=(last["number__max"] or 0) + 1,
        valid_from=found.valid_from,
        published_by=by,
        meetings_settled=len(found.settled),
        meetings_same=len(found.same),
        meetings_changed=len(found.changed),
        meetings_added=len(found.added),
        meetings_removed=len(found.removed),
    )


def _calendar(term: Term) -> Calendar:
    calendar, _made = Calendar.objects.get_or_create(
        slug=f"term-{term.public_id}", defaults={"name": f"{term.institution} {term.code}"}
    )
    return calendar
