"""The door for drafts: a script saves what is typed, and throws away what is not wanted."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from apps.core import access, drafts

TOO_LONG = "内容太长，草稿没有存到服务器，只存在本机。请先保存，再接着写"
UNREADABLE = "草稿没有存到服务器：浏览器发来的内容不完整。内容在本机"


@require_http_methods(["POST", "DELETE"])
@access.signed_in
def form_draft(request):
    """One's own drafts only: the writer is the one who asks."""
    if request.method == "DELETE":
        drafts.drop(user=request.user, form=request.GET.get("form", ""))
        return HttpResponse(status=204)
    try:
        given = _given(request)
        draft = drafts.keep(user=request.user, **given)
    except ValidationError as error:
        return JsonResponse({"reason": " ".join(error.messages)}, status=422)
    except drafts.AlreadySent as sent:
        return JsonResponse({"done": {"time": drafts.clock(sent.at), "url": sent.address}})
    standing = drafts.standing_of(user=request.user, form=draft.form)
    current = standing and {
        "version": standing.version,
        "changed": drafts.clock(standing.changed_at),
    }
    told = drafts.stated(draft)
    return JsonResponse({"at": told["at"], "time": told["time"], "current": current})


def _given(request) -> dict[str, Any]:
    """The posted draft in the types of `drafts.keep`; ValidationError if it is none."""
    if len(request.body) > settings.DRAFT_MAX_BYTES:
        raise ValidationError(TOO_LONG)
    try:
        posted = json.loads(request.body)
        form, content, version = posted["form"], posted["content"], posted.get("version")
        key = uuid.UUID(posted["key"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ValidationError(UNREADABLE) from None
    is_whole = isinstance(form, str) and isinstance(content, dict)
    if not is_whole or not (version is None or type(version) is int and 0 < version < 2**31):
        raise ValidationError(UNREADABLE)
    return {"form": form, "key": key, "content": content, "version": version}
