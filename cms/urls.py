"""All addresses."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from assessments.certificates.views.machines import key_set
from cms.reading.views.routing import serve as serve_page
from media.library.views import public_image

urlpatterns = [
    path("", include("cms.portal.site_urls")),
    path("accounts/", include("cms.users.urls")),
    path("my/jobs/", include("media.jobs.urls")),
    path("my/imports/", include("media.imports.urls")),
    path("my/institution/", include("courses.institutions.urls")),
    path("my/staff/", include("courses.qualifications.urls")),
    path("my/teaching/", include("courses.teaching.urls")),
    path("my/textbooks/", include("courses.textbooks.urls")),
    path("my/timetable/", include("courses.timetable.urls")),
    path("my/changes/", include("courses.changes.urls")),
    path("my/training/plans/", include("courses.training.plan_urls")),
    path("my/delivery/", include("courses.delivery.urls")),
    path("my/training/", include("courses.training.urls")),
    path("my/fees/", include("courses.fees.urls")),
    path("my/grades/", include("assessments.grading.urls")),
    path("my/certificates/", include("assessments.certificates.urls")),
    path("my/audit/", include("assessments.compliance.urls")),
    path("my/courses/", include("courses.curriculum.urls")),
    path("my/exports/", include("cms.exporting.urls")),
    path("my/outlines/", include("cms.publishing.urls")),
    path("my/pages/import/", include("cms.importing.urls")),
    path("my/masters/", include("cms.masters.urls")),
    path("my/reviews/", include("cms.reviewing.urls")),
    path("my/watching/", include("media.watching.urls")),
    path("my/reading/", include("cms.reading.urls")),
    path("my/", include("cms.portal.urls")),
    path("files/media/", include("media.library.urls")),
    path("review/", include("cms.reviewing.expert_urls")),
    path("search/", include("cms.search.urls")),
    path(".well-known/jwks.json", key_set, name="key_set"),
    path("verify/", include("assessments.certificates.verify_urls")),
    path("calendar/", include("courses.timetable.feed_urls")),
    path("admin/", include("cms.publishing.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", public_image, name="public_image"),
    # Wagtail's own pattern and name, with the page found in one step.
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]

handler400 = "cms.portal.error_views.bad_request"
handler403 = "cms.portal.error_views.permission_denied"
handler404 = "cms.portal.error_views.page_not_found"
handler500 = "cms.portal.error_views.server_error"
