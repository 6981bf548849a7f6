"""The offices of whoever is signed in, on the page 我的."""

from django import template
from django.utils import timezone

from apps.portal.office import offices_of

register = template.Library()


@register.inclusion_tag("portal/_offices.html")
def offices(user) -> dict:
    return {"offices": offices_of(user, timezone.localdate())}
