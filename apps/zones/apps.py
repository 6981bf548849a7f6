from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "apps.zones"
    label = "zones"
    verbose_name = "联系片"

    def ready(self) -> None:
        # Rights, areas, drafts, lifecycles and parts register themselves when they are imported.
        from apps.zones import areas, drafts, history, lifecycle, permissions  # noqa: F401
