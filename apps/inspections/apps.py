from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "apps.inspections"
    label = "inspections"
    verbose_name = "督查整改"

    def ready(self) -> None:
        # Rights, steps, parts of the history, papers, ways on and files in use register themselves when imported.
        from apps.inspections import (  # noqa: F401
            history,
            ledger_paper,
            letter,
            lifecycle,
            onward,
            permissions,
            services,
        )
