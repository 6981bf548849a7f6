"""Filters that the lists of the desk share."""

from django.contrib.admin import EmptyFieldListFilter


def emptiness(title: str, *, empty: str, filled: str) -> type[EmptyFieldListFilter]:
    """A filter by whether a field is filled, in the words of its list: 待批准 and 已批准."""

    class Filter(EmptyFieldListFilter):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

        def choices(self, changelist):
            every, *others = super().choices(changelist)
            yield every
            for choice, label in zip(others, (empty, filled), strict=True):
                yield {**choice, "display": label}

    return Filter
