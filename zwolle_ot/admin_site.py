"""The functional administrator's site: people and organisations, no child in it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path

from accounts.administration import Administration
from accounts.roles import Permission
from schools.access import needs, open_to_all


@open_to_all
def elsewhere(request: HttpRequest, to: str) -> HttpResponse:  # noqa: ARG001
    """Signing in and out and passwords have one place, under /toegang/."""
    return redirect(to)


class OurAdminSite(AdminSite):
    """Each page runs in the hat `people`; PostgreSQL refuses everything that is not people and organisations."""

    site_header = site_title = "OT Zwolle: beheer"
    index_title = "Mensen en organisaties"
    site_url = "/"
    index_template = "admin/our_index.html"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # one row at a time, so that each refusal can be told

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only pages of our own. Libraries register theirs too: groups, addresses, second factors stay out of sight."""
        if admin_class and issubclass(admin_class, Administration):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked again inside, for what a page draws; `admin_view` has already refused everybody else."""
        holding = getattr(request, "holding", None)
        return bool(holding and holding.may(Permission.MANAGE_PEOPLE))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return needs(Permission.MANAGE_PEOPLE)(super().admin_view(view, cacheable))

    def get_urls(self) -> list[Any]:
        ours = [
            path("login/", elsewhere, {"to": "account_login"}, name="login"),
            path("logout/", elsewhere, {"to": "account_logout"}, name="logout"),
            path("password_change/", elsewhere, {"to": "account_change_password"}, name="password_change"),
        ]
        names = {"login", "logout", "password_change", "password_change_done", "view_on_site"}
        kept = [url for url in super().get_urls() if getattr(url, "name", None) not in names]
        _declare(kept)
        return [*ours, *kept]


def _declare(urls: Iterable[URLPattern | URLResolver]) -> None:
    """Django wraps each view once more, around `admin_view`: say on the outside too who may."""
    for url in urls:
        if isinstance(url, URLResolver):
            _declare(url.url_patterns)
        else:
            setattr(url.callback, "access", (Permission.MANAGE_PEOPLE,))  # noqa: B010 a function has no such attribute by type
