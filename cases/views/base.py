"""What the pages of casework share: fetching with its look logged, and sending a form once."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse

from accounts.acting import Acting
from accounts.looking import looked
from accounts.models import Look
from accounts.roles import ROLES, Permission
from accounts.submissions import once
from cases import access, policies, queries
from cases.actions import drop_draft, save_draft
from cases.models import Case
from shell.forms import BEGUN, ShellForm

Form = TypeVar("Form", bound=ShellForm)
PURPOSE = "ondersteuning van het kind"


def acting(request: HttpRequest) -> Acting:
    """Who acts in this request."""
    by: Acting = request.acting  # type: ignore[attr-defined]
    return by


def seen_case(request: HttpRequest, key: UUID, *, what: str = "ondersteuningsvraag") -> Case:
    """The case, for somebody who may see it; a stranger gets 404. The look is written in the same transaction."""
    case: Case = get_object_or_404(Case.objects.with_names().with_home(acting(request).today), pk=key)
    looked(by=acting(request), kind=Look.Kind.VIEW, what=what, subjects=[case.pupil_id], case=case.pk)
    return case


def must_work(request: HttpRequest) -> None:
    """Somebody let in from outside the team may read here, not write: 403."""
    if Permission.WORK_CASES not in ROLES[acting(request).role].permissions:
        raise PermissionDenied("U kunt deze vraag lezen. Alleen het team werkt erin.")


def case_url(case: Case | UUID) -> str:
    return reverse("cases:case", args=[case.pk if isinstance(case, Case) else case])


def send(
    request: HttpRequest, form: ShellForm, do: Callable[[], str], *, said: str | Callable[[], str]
) -> HttpResponse | None:
    """Do what a posted form asks, once; the answer is a redirect. None when the form must be shown again. `said` is what
    the next page says, or makes it when it depends on what was done.

    What was typed is kept no longer once it is done.

    A refusal (`NotNow`, or `NotYours` for want of a mandate) becomes an error above the form, with everything that was
    typed still in it.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    by = acting(request)

    def act() -> str:
        url = do()
        if form.draft_url:
            drop_draft(by=by, form=draft_of(form))
        return url

    try:
        url = once(by=by, key=form.cleaned_data["once"], do=act)
    except (policies.NotNow, access.NotYours) as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, said if isinstance(said, str) else said())
    return redirect(url)


def press(request: HttpRequest, do: Callable[[], object], *, said: str = "", to: str) -> HttpResponse:
    """Do what a button without a form asks. Pressed too late, or twice, it says why on the page that follows."""
    try:
        do()
    except policies.NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(to)


def with_draft(request: HttpRequest, draft: str) -> dict[str, Any]:
    """Keyword arguments of a form: what was posted, else what this person typed here before."""
    if request.method == "POST":
        return {"data": request.POST, "files": request.FILES}
    return {"initial": queries.draft_of(acting(request).actor, draft)}


def draft_url(draft: str) -> str:
    return reverse("cases:draft", args=[draft])


def draft_of(form: ShellForm) -> str:
    """Under which name the draft of this form is kept."""
    return str(resolve(form.draft_url).kwargs["form"])


def kept(request: HttpRequest, *, about: str = "", **initial: Any) -> dict[str, Any]:
    """Keyword arguments of a form that keeps what is typed, under the address of its page: what was posted, else what
    this person typed here before, over what the page itself fills in. `about` tells two forms of one address apart."""
    draft = "/".join(filter(None, (request.path.strip("/"), about)))
    given = with_draft(request, draft)
    if given.get("initial"):
        given["initial"][BEGUN] = True
        messages.info(request, "U begon hier eerder aan. Wat u typte, staat er nog.")
    return {**given, "initial": {**initial, **given.get("initial", {})}, "draft_url": draft_url(draft)}


def typed_before(given: dict[str, Any], version: int) -> bool:
    """Whether the draft in these arguments of a form was begun on an earlier version of the text than this one.

    The form is about this version from now on: the page shows both texts.
    """
    begun = str(given.get("initial", {}).get("version", version))
    if "initial" in given:
        given["initial"]["version"] = version
    return begun != str(version)


def fields_of(posted: QueryDict) -> dict[str, Any]:
    """Posted fields as JSON keeps them: a list where a field came more than once."""
    return {name: values if len(values) > 1 else values[0] for name, values in posted.lists()}


def page(request: HttpRequest, template: str, form: ShellForm | None = None, **context: Any) -> HttpResponse:
    """The page; 422 when its form has errors, so that a program and htmx see it too. What was typed is kept then: who
    follows a link in the refusal finds it on return."""
    wrong = bool(form is not None and form.is_bound and form.errors)
    if form is not None and request.method == "POST" and form.draft_url:
        save_draft(by=acting(request), form=draft_of(form), fields=fields_of(request.POST))
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)
