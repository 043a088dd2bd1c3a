"""Addresses of fees."""

from django.urls import path

from courses.fees import views

app_name = "fees"
urlpatterns = [
    path("", views.people, name="people"),
    path("mine/", views.mine, name="mine"),
    path("rules/", views.rule_list, name="rules"),
    path("rules/new/", views.rule_add, name="rule_add"),
    path("rules/withdraw/", views.rule_withdraw, name="rule_withdraw"),
    path("statements/<uuid:public_id>/", views.statement, name="statement"),
    path("statements/<uuid:public_id>/<slug:form>/", views.statement_file, name="statement_file"),
    path("<uuid:public_id>/", views.person, name="person"),
    path("<uuid:public_id>/settle/", views.settle, name="settle"),
]
