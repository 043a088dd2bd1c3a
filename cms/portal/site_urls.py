"""The start of the site, language, health."""

from django.urls import path

from cms.portal import health, site_views

urlpatterns = [
    path("", site_views.start, name="start"),
    path("language/choice/", site_views.language_page, name="language"),
    path("language/", site_views.choose_language, name="choose_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
