from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "apps.zones"
    label = "zones"
    verbose_name = "联系片"

    def ready(self) -> None:
        # Rights, areas and groups of units register themselves when they are imported.
        from apps.zones import areas, audiences, permissions  # noqa: F401
