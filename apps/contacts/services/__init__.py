"""Verbs on contact points, visits and promises."""

from apps.contacts.services.points import choose_another, end_point, establish

__all__ = ["choose_another", "end_point", "establish"]
