"""Wagtail: nothing calls out, nothing that our users have no use for."""

WAGTAIL_SITE_NAME = "启航 Qihang"
# Nothing calls out.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_IMAGE_MODEL = "media.LibraryImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.LibraryDocument"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.LibraryMedia",
    # What browsers play without a converter.
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
    "AUDIO_EXTENSIONS": ["m4a", "mp3", "ogg"],
    "MEDIA_FORM_BASE": "media.library.forms.recordings.RecordingForm",
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.library.forms.images.DescribedImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# A picture of few bytes may unfold to gigabytes; animations count all their frames.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# No SVG: it is a document that may hold scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.library.forms.documents.DescribedDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Each is looked into (media.library.documents): what a browser would run is none of them.
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "epub", "txt", "csv",
]  # fmt: skip
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
# Every level passes exactly the revision that is published (cms.reviewing).
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.reviewing.finishing.publish_approved"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.publishing.admin_search"}}
