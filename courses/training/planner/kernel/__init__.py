"""Compiled search for rings of people who each take the next one's seat, to the good of all.

Nodes are the sessions, ``home`` for those who have no place, and one ``outside`` for each fund of
the province, from where a free seat is taken and where one is given up. An edge is the cheapest
move of anybody from one session to another; a ring of edges that costs less than nothing is carried
out if it still does when limits of departments, institutions and money are looked at for all its
moves together.
"""

from courses.training.planner.kernel.improving import improve
from courses.training.planner.kernel.moves import leg_cost

__all__ = ["improve", "leg_cost"]
