from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "apps.inspections"
    label = "inspections"
    verbose_name = "督查整改"

    def ready(self) -> None:
        # Rights register themselves when they are imported.
        from apps.inspections import permissions  # noqa: F401
