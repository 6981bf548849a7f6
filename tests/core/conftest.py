from copy import deepcopy

import pytest

from tests.core.brokers import own_broker
from tests.core.pdf_documents import Documents

__all__ = ["own_broker"]


@pytest.fixture
def documents(tmp_path, settings):
    """Prints small documents from templates of the test's own."""
    templates = tmp_path / "templates"
    templates.mkdir()
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].insert(0, templates)
    return Documents(templates)
