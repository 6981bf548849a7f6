"""Celery on Redis: a doorbell; the work itself stands in PostgreSQL (reliability M1 to M8)."""

from config.settings.environment import env

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_MAX_TASKS_PER_CHILD = env.int("WORKER_MAX_TASKS", default=400)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 15,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 25,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "apps.core.tasks.sweep_jobs", "schedule": 30.0},
    "send-messages": {"task": "apps.notices.tasks.send_waiting", "schedule": 60.0},
    "keep-cells": {"task": "apps.indicators.tasks.keep_cells", "schedule": 30.0},
    "keep-outcomes": {"task": "apps.duties.tasks.keep_outcomes", "schedule": 30.0},
    "renew-outcomes": {"task": "apps.duties.tasks.renew_outcomes", "schedule": 24 * 3600.0},
    "remind": {"task": "apps.duties.tasks.remind", "schedule": 600.0},
    "remind-of-answers": {"task": "apps.zones.tasks.remind_of_answers", "schedule": 3600.0},
    "remind-of-milestones": {
        "task": "apps.projects.tasks.remind_of_milestones",
        "schedule": 3600.0,
    },
    "remind-of-terms": {"task": "apps.elections.tasks.remind_of_terms", "schedule": 3600.0},
    "remind-of-forms": {"task": "apps.observations.tasks.remind_of_forms", "schedule": 3600.0},
    "remind-of-issues": {"task": "apps.inspections.tasks.remind_of_issues", "schedule": 3600.0},
    "look-ahead": {"task": "apps.duties.tasks.look_ahead", "schedule": 6 * 3600.0},
    "sweep-files": {"task": "apps.core.tasks.sweep_files", "schedule": 3600.0},
    "sweep-drafts": {"task": "apps.core.tasks.sweep_drafts", "schedule": 24 * 3600.0},
}
