"""Addresses of delivery."""

from django.urls import path

from courses.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.meeting_list, name="meetings"),
    path("mine/", views.my_attendance, name="mine"),
    path("class/<uuid:public_id>/", views.class_delivery, name="class"),
    path("<uuid:public_id>/", views.roll_call, name="roll_call"),
]
