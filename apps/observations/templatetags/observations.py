"""How many sittings somebody is sent to, for his own page."""

from django import template

from apps.observations.models import Observation

register = template.Library()


@register.simple_tag
def sittings(user) -> int:
    return Observation.objects.sat_in_on_by(user).count()
