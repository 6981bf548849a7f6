from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from apps.core.imports.cells import CellError, as_text

LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Amount:
    """A number of an outcome, with two decimals at most."""

    def __call__(self, value: object, epoch: datetime) -> Decimal:
        try:
            amount = Decimal(as_text(value)).quantize(Decimal("0.01"))
        except InvalidOperation as error:
            raise CellError(f"“{value}”不是数字，只填数字，单位随类别") from error
        if not 0 <= amount <= LARGEST:
            raise CellError("数值不能小于 0，也不能过大，请核对")
        return amount
