from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "apps.elections"
    label = "elections"
    verbose_name = "换届选举"

    def ready(self) -> None:
        # Rights, steps, files, papers and queues register themselves when imported.
        from apps.elections import (  # noqa: F401
            drafts,
            history,
            letters,
            lifecycle,
            permissions,
            services,
        )
