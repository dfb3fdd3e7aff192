"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zwolle_ot.navigation import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation by role, the person, the roles to switch to, the demo banner, the time-out of the session."""
    holding = getattr(request, "holding", None) or None
    return {
        "demo": settings.DEMO,
        "spared_second_factor": bool(
            holding and holding.role.second_factor and getattr(request.user, "is_demo", False)
        ),
        "navigation": navigation(request),
        "holding": holding,
        "holdings": getattr(request, "holdings", []),
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "session_minutes": settings.SESSION_COOKIE_AGE // 60,
        "session_warning_seconds": settings.SESSION_WARNING_SECONDS,
    }
