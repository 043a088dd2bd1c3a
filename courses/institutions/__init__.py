"""Institution, campus, department, major, administrative class, student, staff member, role."""
