"""The seats of whoever is signed in, on the page 我的."""

from django import template

from apps.juries.models import Jury

register = template.Library()


@register.simple_tag
def seats(user) -> int:
    """How many juries the user sits or sat on."""
    return Jury.objects.sat_on_by(user).count()
