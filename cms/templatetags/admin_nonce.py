"""{% admin_nonce %}: for widget templates, which have no request."""

from django import template

from cms.publishing.admin_nonce import current_nonce

register = template.Library()
register.simple_tag(current_nonce, name="admin_nonce")
