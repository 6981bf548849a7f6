from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"
    verbose_name = "季度报告"

    def ready(self) -> None:
        # Rights, steps, papers and work register themselves when they are imported.
        from apps.reports import issuing, lifecycle, permissions, standing, work  # noqa: F401
