"""Who sees and keeps the issues of the rectification loop."""

from apps.branches.scope import allow_register

allow_register("inspections", "issue")
