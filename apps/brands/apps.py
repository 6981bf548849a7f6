from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "apps.brands"
    label = "brands"
    verbose_name = "党建品牌"

    def ready(self) -> None:
        # Rights, steps, files, papers, drafts and dossiers register themselves when imported.
        from apps.brands import (  # noqa: F401
            aftermath,
            dossiers,
            drafts,
            history,
            lifecycle,
            papers,
            permissions,
            services,
        )
