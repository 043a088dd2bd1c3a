"""Addresses of this slice."""

from django.urls import path

from courses.teaching import views

app_name = "teaching"
urlpatterns = [
    path("", views.term_list, name="terms"),
    path("open/", views.term_open, name="open"),
    path("mixing/", views.mixing, name="mixing"),
    path("mixing/add/", views.mixing_add, name="mixing_add"),
    path("mixing/<uuid:public_id>/end/", views.mixing_end, name="mixing_end"),
    path("<uuid:public_id>/", views.term_detail, name="term"),
    path("<uuid:public_id>/exam-weeks/", views.exam_weeks, name="exam_weeks"),
    path("<uuid:public_id>/propose/", views.propose, name="propose"),
    path("<uuid:public_id>/classes/", views.class_list, name="classes"),
    path("<uuid:public_id>/instructors/", views.instructors, name="instructors"),
    path("<uuid:public_id>/loads/", views.loads, name="loads"),
    path("classes/<uuid:public_id>/", views.class_detail, name="class"),
    path("classes/<uuid:public_id>/assign/", views.assign, name="assign"),
    path("classes/<uuid:public_id>/move/", views.move, name="move"),
    path("classes/<uuid:public_id>/remove/", views.remove, name="remove"),
]
