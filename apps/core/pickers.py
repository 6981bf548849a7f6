"""The rows that a field completes: named so that namesakes differ, and only what the field takes."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from apps.core.admin.tables import VisibleAdmin


class PickerView(AutocompleteJsonView):
    def get_queryset(self):
        rows = super().get_queryset()
        asking = self.admin_site._registry.get(self.source_field.model)
        if isinstance(asking, VisibleAdmin):
            rows = asking.narrow(self.source_field, rows)
        # Pages of what has no order could repeat a row.
        return rows if rows.ordered else rows.order_by("pk")

    def serialize_result(self, obj, to_field_name) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if isinstance(self.model_admin, VisibleAdmin):
            result["text"] = self.model_admin.picked(obj)
        return result
