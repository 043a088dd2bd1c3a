"""Wagtail finds this file by its name and app; what it registers is in the slices."""

from wagtail.snippets.models import register_snippet

from assessments.certificates.admin.viewset import CertificateTemplateViewSet

register_snippet(CertificateTemplateViewSet)
