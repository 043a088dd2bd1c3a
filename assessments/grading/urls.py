"""Addresses of this slice. A sheet is addressed by its teaching class: there is one at most."""

from django.urls import path

from assessments.grading.views import amendments, files, mine, schemes, scores, sheets

app_name = "grading"
urlpatterns = [
    path("", sheets.sheets, name="sheets"),
    path("mine/", mine.mine, name="mine"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.scheme_new, name="scheme_new"),
    path("amendments/", amendments.amendments, name="amendments"),
    path("amendments/<uuid:public_id>/decide/", amendments.decide, name="decide"),
    path("entries/<uuid:public_id>/", amendments.entry, name="entry"),
    path("entries/<uuid:public_id>/amend/", amendments.amend, name="amend"),
    path("<uuid:teaching_class>/", scores.sheet, name="sheet"),
    path("<uuid:teaching_class>/open/", sheets.sheet_open, name="open"),
    path("<uuid:teaching_class>/scores/", scores.scores, name="scores"),
    path("<uuid:teaching_class>/template.xlsx", files.template, name="template"),
    path("<uuid:teaching_class>/upload/", files.upload, name="upload"),
    path("<uuid:teaching_class>/submit/", sheets.sheet_submit, name="submit"),
    path("<uuid:teaching_class>/return/", sheets.sheet_return, name="return"),
    path("<uuid:teaching_class>/lock/", sheets.sheet_lock, name="lock"),
]
