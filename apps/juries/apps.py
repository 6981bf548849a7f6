from django.apps import AppConfig


class JuriesConfig(AppConfig):
    name = "apps.juries"
    label = "juries"
    verbose_name = "评审"

    def ready(self) -> None:
        # Rights, steps and readers of papers announce themselves.
        from apps.juries import history, lifecycle, paper, permissions  # noqa: F401
