"""When somebody completed their last training."""

from django.db.models import Max, OuterRef, Subquery

from courses.training.models import Completion


def last_trained(person: str) -> Subquery:
    """The day, None where there was never one; to annotate with. `person`: the field that names
    them."""
    return Subquery(
        Completion.objects.of_staff_programmes()
        .filter(staff=OuterRef(person))
        .order_by()
        .values("staff")
        .annotate(last=Max("completed_on"))
        .values("last")
    )
