from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "apps.assessments"
    label = "assessments"
    verbose_name = "年度考核"

    def ready(self) -> None:
        # Rights register themselves when they are imported.
        from apps.assessments import permissions  # noqa: F401
