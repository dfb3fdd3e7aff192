"""After somebody changed something: the worker need not wait for its clock."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from kombu.exceptions import OperationalError

from zwolle_ot.tasks import ASKED, keep_up

log = logging.getLogger(__name__)
ASKED_SECONDS = 30  # a task that got lost is asked for again after this


class KeepUpMiddleware:
    """Asks the worker, once until it begins. The change is committed by then; without a broker the clock does the work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _is_redirect(response) and request.user.is_authenticated:
            try:
                if cache.add(ASKED, True, timeout=ASKED_SECONDS):
                    keep_up.delay()
            except (OperationalError, OSError):
                log.warning("the worker could not be asked to keep up; its clock will")
        return response


def _is_redirect(response: HttpResponse) -> bool:
    """What was saved ends in a redirect. A refusal does not, nor does the draft of somebody who is still typing."""
    return 300 <= response.status_code < 400
