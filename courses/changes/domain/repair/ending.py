"""Back earlier than expected: the person, or the room."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.models import Repair

audit_log = logging.getLogger("qihang.audit")


@transaction.atomic
def end_repair(repair: Repair, *, last_date: datetime.date, by: Any) -> Repair:
    """Make `last_date` the last day on which the person is away or the room lost; after it they are
    offered again. Meetings that were changed stay as they are. Raises ChangeRefused: nothing was
    carried out, or the day isn't between the first and the present last one."""
    locked: Repair = Repair.objects.select_for_update().get(pk=repair.pk)
    if locked.applied_at is None:
        raise ChangeRefused(_("No proposal of these has been carried out."))
    if not locked.first_date <= last_date < locked.last_date:
        raise ChangeRefused(
            _("Say a day from %(first)s on and before %(last)s.")
            % {"first": locked.first_date.isoformat(), "last": locked.last_date.isoformat()}
        )
    audit_log.info(
        "repair %s ends user=%s last=%s instead of %s",
        *(locked.pk, getattr(by, "pk", None), last_date, locked.last_date),
    )
    locked.last_date = last_date
    locked.save(update_fields=["last_date"])
    return locked
