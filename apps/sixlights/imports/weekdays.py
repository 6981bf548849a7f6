"""A cell that names days of the week."""

import re
from datetime import datetime

from apps.core.imports.cells import CellError, as_text
from apps.sixlights.choices import Weekday

NAMES = {label[-1]: number for number, label in Weekday.choices} | {"天": Weekday.SUNDAY}


class Weekdays:
    def __call__(self, value: object, epoch: datetime) -> list[int]:
        words = re.findall(r"[^、,，;；\s]+", as_text(value))
        days = {NAMES.get(re.sub("^(星期|周)", "", word)) for word in words}
        if None in days:
            raise CellError(f"“{value}”不是星期几，写成 星期一、星期二")
        return sorted(int(day) for day in days if day is not None)
