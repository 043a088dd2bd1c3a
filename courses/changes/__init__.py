"""调课, 停课, 补课, 代课, 换教室: asked for, decided, carried out in the published timetable."""
