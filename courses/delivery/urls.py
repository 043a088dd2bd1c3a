"""Addresses of delivery."""

from django.urls import path

from courses.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.meeting_list, name="meetings"),
    path("mine/", views.my_attendance, name="mine"),
    path("online-rules/", views.rule_list, name="online_rules"),
    path("online-rules/new/", views.rule_add, name="online_rule_add"),
    path("online-rules/withdraw/", views.rule_withdraw, name="online_rule_withdraw"),
    path("class/<uuid:public_id>/", views.class_delivery, name="class"),
    path("outline/<uuid:public_id>/", views.outline_classes, name="outline_classes"),
    path(
        "class/<uuid:public_id>/outline/<int:number>/",
        views.move_class,
        name="move",
    ),
    path("<uuid:public_id>/", views.roll_call, name="roll_call"),
]
