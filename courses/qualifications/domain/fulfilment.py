"""Held, undecided, waived or a gap: said here once, for every light, list and figure."""

from courses.qualifications.enums import Fulfilment, Recognition


def fulfilment_of(recognition: Recognition | None, *, waived: bool) -> Fulfilment:
    """Where somebody stands of whom a certificate is asked. `recognition` is that of the best one
    held, None where nothing held might be it.

    A waiver lets somebody teach, it is no certificate: it makes neither held of a gap nor an answer
    of an open question. So what is undecided stays undecided, also under a waiver.
    """
    if recognition == Recognition.COUNTS:
        return Fulfilment.HELD
    if recognition == Recognition.UNDECIDED:
        return Fulfilment.UNDECIDED
    return Fulfilment.WAIVED if waived else Fulfilment.GAP
