"""Who sees and keeps the brands."""

from apps.branches.scope import allow_register

allow_register("brands", "brand")
