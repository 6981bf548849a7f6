from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "apps.duties"
    label = "duties"
    verbose_name = "应办事项"

    def ready(self) -> None:
        # Rights, rechecks and what is due next register themselves when they are imported.
        from apps.duties import lifecycle, permissions, reminders, upcoming  # noqa: F401
