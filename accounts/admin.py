# ruff: noqa: ARG002 Django calls these methods by the names of their arguments
"""Programs that read figures. People themselves are in `schools.admin.people`, with what they do."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts import actions
from accounts.administration import Administration
from accounts.models import ApiClient, Scope


class ApiClientForm(forms.ModelForm):  # type: ignore[type-arg]
    scopes = forms.MultipleChoiceField(
        label="Mag lezen", choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.STATISTICS]
    )


@admin.register(ApiClient)
class ApiClientAdmin(Administration):
    """A token is shown once, on the page that answers the POST that made it; it stands nowhere else."""

    form = ApiClientForm
    fields = ("name", "contact", "scopes", "per_minute", "valid_until", "token_prefix", "created_at", "ended_at")
    readonly_fields = ("token_prefix", "created_at", "ended_at")
    list_display = ("name", "contact", "token_prefix", "valid_until", "ended_at")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "contact")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # withdrawn instead: what it asked for stays in the logs

    def buttons(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        if obj is None or obj.ended_at:
            return []
        return [("new_token", "Geef een nieuw token"), ("withdraw", "Trek in")]

    def explanation(self, request: HttpRequest, obj: ApiClient | None) -> str:
        if obj is None:
            return "Na het opslaan ziet u het token. Dat is de enige keer: geef het meteen veilig door."
        return "Dit token is ingetrokken." if obj.ended_at else "Een nieuw token vervangt het oude meteen."

    def save_model(self, request: HttpRequest, obj: ApiClient, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.told = actions.issue_token(client=obj, by=request.acting)  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, _post_url_continue: str | None = None) -> HttpResponse:
        return self._tell(request, obj, obj.told)

    def new_token(self, request: HttpRequest, obj: ApiClient) -> HttpResponse:
        return self._tell(request, obj, actions.issue_token(client=obj, by=request.acting))  # type: ignore[attr-defined]

    def withdraw(self, request: HttpRequest, obj: ApiClient) -> None:
        actions.withdraw(client=obj, by=request.acting, now=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, f"Het token van {obj} werkt niet meer.")

    def _tell(self, request: HttpRequest, obj: ApiClient, token: str) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": "Token", "opts": self.opts, "client": obj}
        return TemplateResponse(request, "admin/token.html", {**context, "token": token})
