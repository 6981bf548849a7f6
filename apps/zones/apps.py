from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "apps.zones"
    label = "zones"
    verbose_name = "联系片"

    def ready(self) -> None:
        # Rights register themselves when they are imported.
        from apps.zones import permissions  # noqa: F401
