"""Term calendar, rooms, slots and meetings, and the solver that places them."""
