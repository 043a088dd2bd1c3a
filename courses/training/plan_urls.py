"""Addresses of plans of rotation training."""

from django.urls import path

from courses.training.views import plan_answers, plan_people, plans

app_name = "rotation"
urlpatterns = [
    path("", plans.plan_list, name="plans"),
    path("start/", plans.start, name="start"),
    path("<uuid:public_id>/", plans.plan_detail, name="plan"),
    path("<uuid:public_id>/approve/", plans.approve, name="approve"),
    path("<uuid:public_id>/discard/", plans.discard, name="discard"),
    path("<uuid:public_id>/again/", plans.again, name="again"),
    path("<uuid:public_id>/people/", plan_people.people, name="people"),
    path("<uuid:public_id>/unplaced/", plan_people.unplaced, name="unplaced"),
    path("<uuid:public_id>/covers/", plan_people.covers, name="covers"),
    path("<uuid:public_id>/comment/", plan_answers.comment, name="comment"),
    path("seats/<uuid:public_id>/decline/", plan_answers.decline, name="decline"),
]
