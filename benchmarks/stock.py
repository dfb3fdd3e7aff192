"""The peer of the work list: what Django's own tutorial gives. A ListView with select_related and numbered pages, its three
usual middlewares, and a plain template. It knows nothing of rights but a filter on the team, and shows five columns.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views.generic import ListView

from cases.models import Case
from schools.models import Appointment

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
PAGE = """<!doctype html><html lang="nl"><title>Vragen</title><table>
{% for case in page_obj %}<tr><td>{{ case.raised_on|date:"j F Y" }}<td><a href="/vragen/{{ case.pk }}/">{{ case.pupil.full_name }}</a>
<td>{{ case.get_state_display }}<td>{{ case.themes|join:", " }}<td>{{ case.lead.name }}<td>{{ case.team.name }}</tr>{% endfor %}
</table>{% if page_obj.has_previous %}<a href="?page={{ page_obj.previous_page_number }}">Vorige</a>{% endif %}
Pagina {{ page_obj.number }} van {{ paginator.num_pages }}
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">Volgende</a>{% endif %}</html>"""


class StockList(LoginRequiredMixin, ListView):  # type: ignore[type-arg]
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Case]:
        teams = Appointment.objects.filter(person=self.request.user.pk).values("team")
        cases = Case.objects.filter(team__in=teams).exclude(state="closed").select_related("pupil", "team", "lead")
        return cases.order_by("-raised_on", "-id")

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        return HttpResponse(TEMPLATE.render(context, self.request))


TEMPLATE = engines["django"].from_string(PAGE)
urlpatterns = [path("vragen/", StockList.as_view())]
LOGIN_URL = settings.LOGIN_URL
