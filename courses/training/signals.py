"""News about trainings, for apps and slices above this one. All are sent inside the transaction; a
receiver that can't follow raises TrainingRefused, and nothing changes."""

from django.dispatch import Signal

# `nomination`, `by` (None: the waiting list moved by itself): the person has a seat.
nomination_approved = Signal()
# `nomination`, `by`: the person had a seat and has it no more; the nomination's state says whether
# it was withdrawn (by whomever, also with the whole session), refused or went to the waiting list.
nomination_withdrawn = Signal()
# `session`, `before` (its first and last day until now), `by`.
session_moved = Signal()
# `session`, `by`; `nomination_withdrawn` was sent for everybody with a seat.
session_cancelled = Signal()
# `completion`, `by`.
training_completed = Signal()
