from copy import deepcopy

import pytest

from apps.core.tasks import run_item
from tests.core.brokers import Broker
from tests.core.pdf_documents import Documents


@pytest.fixture
def documents(tmp_path, settings):
    """Prints small documents from templates of the test's own."""
    templates = tmp_path / "templates"
    templates.mkdir()
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].insert(0, templates)
    return Documents(templates)


@pytest.fixture
def own_broker(settings):
    """Messages of this test go to nobody else's worker."""
    broker = Broker(run_item.app, settings.CELERY_BROKER_URL)
    broker.client.flushdb()
    broker.come_back()
    yield broker
    broker.client.flushdb()
    broker.client.close()
    broker.point_to(settings.CELERY_BROKER_URL)
