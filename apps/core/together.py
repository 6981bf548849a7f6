"""Steps of a migration that need one picture of the models, not one for each step.

After each step Django draws anew all models that hang together, and here nearly all do: a new table
would cost a tenth of a second for each of its columns. Steps that do not build on one another in
the database share the state after the last of them.
"""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Tables that are created, or additions to tables that stand before the first step.

    A table and what is added to it never go together: it would be created with the addition.
    """

    def __init__(self, *steps: Operation) -> None:
        self.steps = steps

    def state_forwards(self, app_label, state) -> None:
        state.__dict__.pop("apps", None)  # is drawn again when it is asked for
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(step.describe() for step in self.steps)
