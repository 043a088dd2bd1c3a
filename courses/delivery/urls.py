"""Addresses of delivery."""

from django.urls import path

from courses.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.meeting_list, name="meetings"),
    path("mine/", views.my_attendance, name="mine"),
    path("class/<uuid:public_id>/", views.class_delivery, name="class"),
    path("outline/<uuid:public_id>/", views.outline_classes, name="outline_classes"),
    path(
        "class/<uuid:public_id>/outline/<int:number>/",
        views.move_class,
        name="move",
    ),
    path("<uuid:public_id>/", views.roll_call, name="roll_call"),
]
