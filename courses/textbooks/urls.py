"""Addresses of this slice."""

from django.urls import path

from courses.textbooks.views import adoptions, catalogue, usage

app_name = "textbooks"
urlpatterns = [
    path("", adoptions.term_list, name="term"),
    path("propose/", adoptions.propose, name="propose"),
    path("adoptions/<uuid:public_id>/decide/", adoptions.decide, name="decide"),
    path("adoptions/<uuid:public_id>/end/", adoptions.end, name="end"),
    path("books/", catalogue.books, name="books"),
    path("books/add/", catalogue.add, name="add"),
    path("books/<uuid:public_id>/approve/", catalogue.approve, name="approve"),
    path("usage/", usage.usage, name="usage"),
    path("usage/export/", usage.usage_export, name="usage_export"),
]
