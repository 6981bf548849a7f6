"""The study secretary of a centre group has no role: what he may do follows from the group."""

from apps.observations.models import StudyGroup


def serves_a_group(user) -> bool:
    return StudyGroup.objects.served_by(user).exists()


def reads_sessions(user) -> bool:
    return user.has_perm("observations.view_groupsession") or serves_a_group(user)
