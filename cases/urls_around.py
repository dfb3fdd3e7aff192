"""Addresses of what lies around a question: lists, absence, attachments, transition, and the family's rights."""

from django.urls import path

from cases.views import absence, attachments, child_search, children, lists, removals, rights, transitions

urlpatterns = [
    path("contact/", lists.quick_contact, name="quick_contact"),
    path("werklijst/filters/", lists.save_filter, name="save_filter"),
    path("werklijst/filters/<uuid:key>/weg/", lists.drop_filter, name="drop_filter"),
    path("werklijst/geef-aan/", lists.assign, name="assign"),
    path("werklijst/overdragen/", lists.caseload, name="caseload"),
    path("elders-bekend/<uuid:key>/", lists.match, name="match"),
    path("dagelijkse-mail/", transitions.digest, name="digest"),
    path("vragen/<uuid:key>/wijzigen/", transitions.change_question, name="change_question"),
    path("vragen/<uuid:key>/aanbieders/cijfer/", transitions.mark_provider, name="mark_provider"),
    # Absence, and what comes from the school's administration
    path("gedeeld/", absence.shared, name="shared"),
    path("verzuim/", absence.thuiszitters, name="thuiszitters"),
    path("verzuim/overnemen/", absence.import_absence, name="import_absence"),
    path("leerlingen/overnemen/", absence.import_pupils, name="import_pupils"),
    path("vragen/<uuid:key>/verzuim/", absence.absence, name="absence"),
    path("vragen/<uuid:key>/verzuim/nieuw/", absence.record_absence, name="record_absence"),
    path("verzuim/<uuid:key>/", children.change_absence, name="change_absence"),
    path("vragen/<uuid:key>/kind/", children.change_child, name="change_child"),
    path("vragen/<uuid:key>/kind/verhuizing/", children.move_home, name="move_home"),
    path("ouders/<uuid:key>/", children.change_guardian, name="change_guardian"),
    # Attachments
    path("vragen/<uuid:key>/bijlagen/", attachments.attachments, name="attachments"),
    path("vragen/<uuid:key>/bijlagen/nieuw/", attachments.attach, name="attach"),
    path("bijlagen/<uuid:key>/", attachments.download, name="download"),
    path("bijlagen/<uuid:key>/weghalen/", attachments.withdraw, name="withdraw_attachment"),
    # Transition and warm handover
    path("vragen/<uuid:key>/overgang/", transitions.transition, name="transition"),
    path("vragen/<uuid:key>/overgang/nieuw/", transitions.record_transition, name="record_transition"),
    path("overgangen/<uuid:key>/geregeld/", transitions.finish_transition, name="finish_transition"),
    path("overgangen/<uuid:key>/overdragen/", transitions.hand_over, name="hand_over"),
    path("overdrachten/<uuid:key>/", transitions.handover, name="handover"),
    path("overdrachten/<uuid:key>/verder/", transitions.take_over, name="take_over"),
    # Rights of the family
    path("vragen/<uuid:key>/rechten/", rights.rights, name="rights"),
    path("vragen/<uuid:key>/rechten/verzoek/", rights.ask_right, name="ask_right"),
    path("vragen/<uuid:key>/rechten/verzoek/<uuid:asked>/", rights.answer_right, name="answer_right"),
    path("vragen/<uuid:key>/rechten/verklaring/", rights.add_statement, name="add_statement"),
    path("vragen/<uuid:key>/rechten/kopie/", rights.ask_export, name="ask_export"),
    path("vragen/<uuid:key>/rechten/kopie/<uuid:export>/", rights.export, name="export"),
    path("vragen/<uuid:key>/rechten/kopie/<uuid:export>/dossier.<str:ending>", rights.export_file, name="export_file"),
    path("vragen/<uuid:key>/rechten/vernietigen/", removals.ask_removal, name="ask_removal"),
    path("bewaren/", removals.keeping, name="keeping"),
    path("bewaren/<uuid:key>/", removals.agree, name="agree_removal"),
    path("inzagen/kind/", child_search.find_child, name="find_child"),
    path("vernietiging/", removals.removals_page, name="removals"),
    path("vernietiging/<uuid:key>/akkoord/", removals.approve, name="approve_removal"),
    path("vernietiging/<uuid:key>/niet-akkoord/", removals.refuse, name="refuse_removal"),
]
