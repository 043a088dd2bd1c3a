"""Calendar feeds by secret token."""

from django.urls import path

from courses.timetable.views.feed import ics

app_name = "feeds"
urlpatterns = [path("<str:token>.ics", ics, name="ics")]
