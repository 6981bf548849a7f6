"""The inspections in whose team somebody is, for his own page."""

from django import template

from apps.inspections.models import Inspection

register = template.Library()


@register.simple_tag
def assignments(user) -> int:
    return Inspection.objects.assigned_to(user).count()
