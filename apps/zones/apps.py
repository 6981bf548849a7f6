from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "apps.zones"
    label = "zones"
    verbose_name = "联系片"

    def ready(self) -> None:
        # Rights and areas register themselves when they are imported.
        from apps.zones import areas, permissions  # noqa: F401
