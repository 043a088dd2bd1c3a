"""Addresses of this slice."""

from django.urls import path

from cms.masters.views import province, school

app_name = "masters"
urlpatterns = [
    path("", school.available, name="available"),
    path("editions/", province.editions, name="editions"),
    path("editions/open/", province.open_home, name="open_home"),
    path("editions/<uuid:key>/", province.master, name="master"),
    path("edition/<uuid:public_id>/", school.edition, name="edition"),
    path("edition/<uuid:public_id>/adopt/", school.adopt_edition, name="adopt"),
    path("copy/<uuid:public_id>/", school.difference, name="difference"),
    path("copy/<uuid:public_id>/merge/", school.merge, name="merge"),
]
