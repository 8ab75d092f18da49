"""Is it alive, is it ready?"""

from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from jishi.kernel import clock
from jishi.kernel.models import Deadline

LAG_MOST = timedelta(minutes=5)


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, its tables are this version's, and deadlines are being fired."""
    executor = MigrationExecutor(connection)
    migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    overdue = clock.now() - LAG_MOST
    behind = migrated and Deadline.objects.filter(state="open", set_aside_at=None, due__lt=overdue).exists()
    state = {"database": True, "migrations": migrated, "worker": not behind}
    return JsonResponse(state, status=200 if all(state.values()) else 503)
