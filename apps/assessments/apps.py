from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "apps.assessments"
    label = "assessments"
    verbose_name = "年度考核"

    def ready(self) -> None:
        # Rights, lifecycles, the job's handler and the standing of sheets register themselves.
        from apps.assessments import (  # noqa: F401
            lifecycle,
            panels,
            permissions,
            standing,
            work,
        )
