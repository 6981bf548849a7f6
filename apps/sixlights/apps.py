from django.apps import AppConfig


class SixLightsConfig(AppConfig):
    name = "apps.sixlights"
    label = "sixlights"
    verbose_name = "主题行动"

    def ready(self) -> None:
        # Rights, lifecycles and parts register themselves when they are imported.
        from apps.sixlights import history, lifecycle, permissions  # noqa: F401
