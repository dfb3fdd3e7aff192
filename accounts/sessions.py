"""What happens when somebody asks for a page and is not, or no longer, signed in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

EXPIRED = "verlopen"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, which says whether a session ended, and leads back to where somebody was.

    A part of a page (htmx) makes the whole page go there; a program of the page (fetch) is told 401.
    """
    htmx = request.headers.get("HX-Request") == "true"
    if not htmx and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(status=401)
    query = {REDIRECT_FIELD_NAME: _page(request, htmx=htmx)}
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        query[EXPIRED] = "1"
    url = f"{reverse('account_login')}?{urlencode(query)}"
    return HttpResponse(headers={"HX-Redirect": url}) if htmx else HttpResponseRedirect(url)


def safe_next(request: HttpRequest, url: str) -> str:
    """`url` when it is a page of this site, else the first page."""
    host = {request.get_host()}
    return url if url_has_allowed_host_and_scheme(url, host, require_https=request.is_secure()) else "/"


def _page(request: HttpRequest, *, htmx: bool) -> str:
    """The page to come back to. A form that was sent is not sent again: back to the page it stood on."""
    if request.method in {"GET", "HEAD"} and not htmx:
        return request.get_full_path()
    stood_on = urlsplit(safe_next(request, request.headers.get("HX-Current-URL" if htmx else "Referer", "")))
    return f"{stood_on.path}?{stood_on.query}" if stood_on.query else stood_on.path or "/"
