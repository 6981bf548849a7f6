from django.core.exceptions import BadRequest
from pghistory.middleware import HistoryMiddleware

from apps.core.audit import client_address
from apps.core.text import has_unstorable


class CleanTextMiddleware:
    """Addresses with characters that PostgreSQL cannot hold end here in words (traps M17, M18)."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        values = [request.path, *(v for values in request.GET.lists() for v in values[1])]
        if any(has_unstorable(value) for value in values):
            raise BadRequest("网址中有无法识别的字符，请重新输入查询内容")
        return None


class RequestHistoryMiddleware(HistoryMiddleware):
    """Puts user, address and path beside every history row that a request writes."""

    def get_context(self, request) -> dict:
        return {**super().get_context(request), "address": client_address(request)}
