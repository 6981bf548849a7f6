from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "apps.branches"
    label = "branches"
    verbose_name = "党组织和党员"

    def ready(self) -> None:
        # Who may do what with these tables is declared beside them.
        from apps.branches import permissions  # noqa: F401
