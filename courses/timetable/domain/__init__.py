"""Writes and calculations of the timetable; one verb a function."""
