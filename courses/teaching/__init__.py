"""Term, teaching class (joint class), assignment, enrolment."""
