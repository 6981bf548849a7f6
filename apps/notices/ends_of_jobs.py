"""任务完成或失败: told to whoever started it, with a link to the result."""

from django.urls import reverse

from apps.core import endings, jobs
from apps.core.models import Job
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


@endings.when_ended
def tell_end(job: Job) -> None:
    """Nothing is said of a job that was cancelled: whoever did that knows."""
    if job.requested_by is None or job.cancelled_at:
        return
    link = _link(job)
    tell(
        users=[job.requested_by],
        kind=NoticeKind.JOB,
        text=_sentence(jobs.progress(job), job.title),
        link=link,
    )


def _sentence(progress: jobs.Progress, title: str) -> str:
    if not progress.failed:
        return f"“{title}”已完成"
    done = f"完成{progress.done}项，" if progress.done else ""
    return f"“{title}”没有全部完成：{done}{progress.failed}项没有成功，请打开查看原因"


def _link(job: Job) -> str:
    """The page that the kind of job names, else its one document, else the list of jobs."""
    if page := jobs.page_of(job):
        return page
    made = job.items.exclude(document=None).select_related("document")
    documents = [item.document for item in made[:2] if item.document]
    if len(documents) == 1:
        return documents[0].get_absolute_url()
    if job.requested_by and job.requested_by.has_perm("core.view_job"):
        return reverse("admin:core_job_change", args=[job.pk])
    return ""
