from apps.reports.admin import reports  # noqa: F401
