from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "apps.brands"
    label = "brands"
    verbose_name = "党建品牌"

    def ready(self) -> None:
        # Rights, steps and files register themselves when they are imported.
        from apps.brands import lifecycle, permissions, services  # noqa: F401
