"""The item of an export's job."""

from apps.core import jobs
from apps.core.exports.services import KIND, make_export
from apps.core.models import Export, Job, JobItem

# The hard limit of an item is 120 seconds; a lease must outlast it.
LEASE_SECONDS = 150


def page_of_export(job: Job) -> str:
    return Export.objects.get(job=job).get_absolute_url()


@jobs.handler(KIND, lease_seconds=LEASE_SECONDS, page=page_of_export)
def make_workbook(item: JobItem) -> None:
    make_export(Export.objects.select_related("owner").get(pk=item.arguments["export"]))
