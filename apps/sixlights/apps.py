from django.apps import AppConfig


class SixLightsConfig(AppConfig):
    name = "apps.sixlights"
    label = "sixlights"
    verbose_name = "主题行动"

    def ready(self) -> None:
        # Rights, lifecycles, parts and what follows a meeting register themselves when imported.
        from apps.sixlights import (  # noqa: F401
            drafts,
            history,
            lifecycle,
            onward,
            permissions,
            services,
        )
