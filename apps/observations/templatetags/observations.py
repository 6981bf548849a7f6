"""How many sittings somebody is sent to, and whether he looks after a group, for his own page."""

from django import template

from apps.observations.models import Observation
from apps.observations.serving import serves_a_group

register = template.Library()
register.simple_tag(serves_a_group)


@register.simple_tag
def sittings(user) -> int:
    return Observation.objects.sat_in_on_by(user).count()
