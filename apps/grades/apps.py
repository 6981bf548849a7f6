from django.apps import AppConfig


class GradesConfig(AppConfig):
    name = "apps.grades"
    label = "grades"
    verbose_name = "评星定级"

    def ready(self) -> None:
        # Rights, steps, drafts, papers and what belongs to a rating register themselves when imported.
        from apps.grades import drafts, history, lifecycle, permissions  # noqa: F401
        from apps.grades.printing import lists, sheets  # noqa: F401
