from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "apps.branches"
    label = "branches"
    verbose_name = "党组织和党员"

    def ready(self) -> None:
        # Rights, steps and the job of imports announce themselves.
        from apps.branches import import_work, lifecycle, permissions  # noqa: F401
