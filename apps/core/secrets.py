"""Secrets that the portal must be able to read again, sealed with its own key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """Sealed with another SECRET_KEY: the secret has to be entered again."""


def seal(text: str) -> str:
    return _key().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _key().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable("SECRET_KEY 已更换，请重新填写") from None


def _key() -> Fernet:
    digest = hashlib.sha256(b"apps.core.secrets:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
