"""Long work and importers of this slice: building and publishing a timetable."""
