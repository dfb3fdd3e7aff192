"""The functional administrator's site: people and organisations, no child in it."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from accounts.roles import Permission
from schools.access import needs


class OurAdminSite(AdminSite):
    """Each page runs in the hat `people`; PostgreSQL refuses everything that is not people and organisations."""

    site_header = site_title = "OT Zwolle: beheer"
    index_title = "Mensen en organisaties"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        holding = getattr(request, "holding", None)
        return bool(holding) and holding.may(Permission.MANAGE_PEOPLE)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        inner = super().admin_view(view, cacheable)

        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return needs(Permission.MANAGE_PEOPLE)(inner)(request, *args, **kwargs)

        wrapped.access = (Permission.MANAGE_PEOPLE,)  # type: ignore[attr-defined]
        return wrapped
