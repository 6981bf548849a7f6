"""Filters that the lists of the desk share."""

from django.contrib.admin import EmptyFieldListFilter

ALL = "all"


def emptiness(
    title: str, *, empty: str, filled: str, empty_first: bool = False
) -> type[EmptyFieldListFilter]:
    """A filter by whether a field is filled, in the words of its list: 待批准 and 已批准.

    With `empty_first` the list shows those alone until somebody asks for the others.
    """

    class Filter(EmptyFieldListFilter):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

        def queryset(self, request, queryset):
            if empty_first and self.lookup_val is None:
                return queryset.filter(self.get_lookup_condition())
            if empty_first and self.lookup_val == ALL:
                return queryset
            return super().queryset(request, queryset)

        def choices(self, changelist):
            every, *others = super().choices(changelist)
            if empty_first:
                asked = {self.lookup_kwarg: ALL}
                every["query_string"] = changelist.get_query_string(asked)
                every["selected"] = self.lookup_val == ALL
                others[0]["selected"] = self.lookup_val in (None, "1")
            yield every
            for choice, label in zip(others, (empty, filled), strict=True):
                yield {**choice, "display": label}

    return Filter
