"""The committee's desk for contact points, visits, promises and research."""

from apps.contacts.admin import points, research, visits

__all__ = ["points", "research", "visits"]
