from django.contrib.auth.backends import BaseBackend

from apps.observations.models import Observation

# What being sent to one observation opens, on that observation and nowhere else.
OF_AN_OBSERVER = frozenset({"observations.view_observation", "observations.return_observation"})


class AssignmentBackend(BaseBackend):
    """An observer's rights follow from the row `Observer`, not from a role: a role would open a
    part of the tree, and for longer than the assignment."""

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        if not isinstance(obj, Observation) or perm not in OF_AN_OBSERVER:
            return False
        if not user_obj.is_active:
            return False
        return Observation.objects.sat_in_on_by(user_obj).filter(pk=obj.pk).exists()
