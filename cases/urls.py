"""Addresses of casework. No name or number of a child stands in one."""

from django.urls import path

from cases.views import closing, escalation, log, questions, worklist

app_name = "cases"
urlpatterns = [
    path("werklijst/", worklist.worklist, name="worklist"),
    path("aanvragen/", worklist.desk, name="desk"),
    path("aanvragen/<uuid:key>/", escalation.decide, name="decide"),
    path("vragen/nieuw/", questions.new_question, name="new_question"),
    path("vragen/<uuid:key>/", questions.case_page, name="case"),
    path("vragen/<uuid:key>/log/", log.log_contact, name="log"),
    path("vragen/<uuid:key>/stand/", questions.step, name="step"),
    path("vragen/<uuid:key>/casusregisseur/", questions.lead, name="lead"),
    path("vragen/<uuid:key>/jeugdhulp/aanvragen/", escalation.request_escalation, name="request_escalation"),
    path("vragen/<uuid:key>/jeugdhulp/andere-route/", escalation.outside_route, name="outside_route"),
    path("vragen/<uuid:key>/evalueren/", closing.evaluate, name="evaluate"),
    path("vragen/<uuid:key>/afsluiten/", closing.close, name="close"),
    path("vragen/<uuid:key>/heropenen/", closing.reopen, name="reopen"),
    path("logboek/<uuid:key>/corrigeren/", log.correct_entry, name="correct_entry"),
    path("jeugdhulp/<uuid:key>/start/", escalation.start, name="start_specialist"),
    path("jeugdhulp/<uuid:key>/stop/", escalation.stop, name="stop_specialist"),
    path("jeugdhulp/<uuid:key>/intrekken/", escalation.withdraw, name="withdraw"),
    path("signaleringen/<uuid:key>/gezien/", questions.flag_seen, name="flag_seen"),
    path("uren/", log.team_time, name="team_time"),
    path("concepten/<path:form>", questions.save_draft, name="draft"),
]
