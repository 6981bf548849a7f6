"""Who sees and writes the articles."""

from apps.branches.scope import allow_register

allow_register("news", "article")
