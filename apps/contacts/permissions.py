"""Who sees and keeps the contact points."""

from apps.branches.scope import allow_register

allow_register("contacts", "contactpoint")
