"""Parts of Wagtail's admin that are closed or narrowed; included before Wagtail's own addresses.

Wagtail's admin is one site for everybody who may enter. Where it would show, count or complete
what belongs to another institution, and offers no permission for it, the address is taken here.
"""

from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access

from cms.publishing import admin_order, admin_views

urlpatterns = [
    path("login/", admin_views.sign_in),
    re_path(r"^(?:reports|workflows|password_reset)/", admin_views.closed),
    re_path(r"^api/main/(?:images|documents)/", admin_views.closed),
    path("account/", require_admin_access(admin_views.AppearanceView.as_view())),
    path("tag-autocomplete/", require_admin_access(admin_views.no_tags)),
    path(
        "tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        require_admin_access(admin_views.no_tags),
    ),
    path("media/chooser/<int:media_id>/", require_admin_access(admin_views.choose_recording)),
    path("pages/<int:page_id>/order/", admin_order.order_pages, name="order_pages"),
    path("pages/<int:page_id>/set_position/", admin_views.closed),
    path("choose-page/", require_admin_access(admin_views.choose_page)),
    path("choose-page/search/", require_admin_access(admin_views.search_pages)),
    path("choose-page/<int:parent_page_id>/", require_admin_access(admin_views.choose_page)),
]
