"""Course, outline (a released syllabus), unit, objective, requirement."""
