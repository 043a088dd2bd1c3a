"""Addresses of the timetable."""

from django.urls import path

from courses.timetable.views import bells, building, calendar, editing, feed, grid, rooms

app_name = "timetable"
urlpatterns = [
    path("", grid.mine, name="mine"),
    path("board/", grid.board, name="board"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/propose/", calendar.propose, name="calendar_propose"),
    path("calendar/special/", calendar.add_special, name="special_add"),
    path("calendar/<uuid:public_id>/answer/", calendar.answer, name="make_up_answer"),
    path("calendar/<uuid:public_id>/remove/", calendar.remove_special, name="special_remove"),
    path("bells/", bells.bells, name="bells"),
    path("bells/sample/", bells.adopt_sample, name="bells_sample"),
    path("bells/add/", bells.bell_add, name="bell_add"),
    path("bells/<uuid:public_id>/", bells.bell_edit, name="bell_edit"),
    path("bells/<uuid:public_id>/remove/", bells.bell_remove, name="bell_remove"),
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/free/", rooms.free, name="rooms_free"),
    path("rooms/add/", rooms.room_add, name="room_add"),
    path("rooms/<uuid:public_id>/", rooms.room_edit, name="room_edit"),
    path("build/", building.build, name="build"),
    path("build/start/", building.build_start, name="build_start"),
    path("versions/<uuid:public_id>/", building.version, name="version"),
    path("versions/<uuid:public_id>/changes/", building.changes, name="version_changes"),
    path("versions/<uuid:public_id>/publish/", building.publish_version, name="version_publish"),
    path("versions/<uuid:public_id>/copy/", editing.version_copy, name="version_copy"),
    path("versions/<uuid:public_id>/solve/", editing.version_solve, name="version_solve"),
    path("slots/<uuid:public_id>/", editing.slot, name="slot"),
    path("slots/<uuid:public_id>/move/", editing.slot_move, name="slot_move"),
    path("slots/<uuid:public_id>/lock/", editing.slot_lock, name="slot_lock"),
    path("feed/", feed.feed, name="feed"),
    path("feed/renew/", feed.feed_renew, name="feed_renew"),
    path("feed/off/", feed.feed_switch_off, name="feed_off"),
]
