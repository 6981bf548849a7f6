"""Who sees and keeps the secretary projects."""

from apps.branches.scope import allow_register

allow_register("projects", "secretaryproject")
