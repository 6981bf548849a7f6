from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "apps.observations"
    label = "observations"
    verbose_name = "列席旁听"

    def ready(self) -> None:
        # Rights, steps, drafts, papers and parts register themselves when they are imported.
        from apps.observations import (  # noqa: F401
            drafts,
            history,
            letter,
            lifecycle,
            permissions,
        )
