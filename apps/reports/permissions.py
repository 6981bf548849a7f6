"""Who sees and keeps the quarterly reports."""

from apps.branches.scope import allow_register

allow_register("reports", "quarterlyreport")
