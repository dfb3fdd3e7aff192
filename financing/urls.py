"""Addresses of money."""

from django.urls import path

from financing.views import (
    budget,
    changing,
    closing,
    comparing,
    cover,
    facts,
    places,
    placing,
    pools,
    settlement,
    workbook,
)

app_name = "financing"
urlpatterns = [
    path("geld/", budget.budget, name="budget"),
    path("geld/regels/", budget.lines, name="lines"),
    path("geld/regels/<str:code>/", budget.commitment, name="commitment"),
    path("geld/begroting.<str:kind>", budget.listing_file, name="listing_file"),
    path("geld/begroting-op.csv", budget.reference_file, name="reference_file"),
    path("geld/dekking/", cover.cover, name="cover"),
    path("geld/dekking.csv", cover.cover_file, name="cover_file"),
    path("geld/uren/", pools.pools, name="pools"),
    path("geld/uren.csv", pools.pools_file, name="pools_file"),
    path("geld/uren/<str:team>/<str:location>/", pools.agree, name="agree"),
    path("geld/signalen/", cover.flags, name="flags"),
    path("geld/signalen/<uuid:key>/gezien/", cover.flag_seen, name="flag_seen"),
    path("geld/wat-als/", comparing.what_if, name="what_if"),
    path("geld/arrangementen/", placing.arrangements, name="arrangements"),
    path("geld/arrangementen/<str:code>/", placing.arrangement, name="arrangement"),
    path("geld/arrangementen/<str:code>/aanvragen/", placing.apply, name="apply"),
    path("geld/plaatsingen/<uuid:key>/", placing.placement, name="placement"),
    path("geld/plaatsingen/<uuid:key>/<str:doing>/", placing.place_doing, name="place_doing"),
    path("geld/vo/", places.vo, name="vo"),
    path("geld/businesscase/", places.value, name="value"),
    path("geld/afsluiten/", closing.closing, name="closing"),
    path("geld/afrekeningen/", settlement.settlements, name="settlements"),
    path("geld/afrekeningen/<str:code>/afrekening.<str:kind>", settlement.settlement_file, name="settlement_file"),
    path("geld/afrekeningen/<str:code>/brief.pdf", settlement.settlement_letter, name="settlement_letter"),
    path("geld/gegevens/", facts.facts, name="facts"),
    path("geld/gegevens/nieuw/<str:kind>/", facts.new_fact, name="new_fact"),
    path("geld/gegevens/wijzigen/<str:kind>/<uuid:key>/", changing.change_fact, name="change_fact"),
    path("geld/gegevens/beeindigen/<str:kind>/<uuid:key>/", changing.end_fact, name="end_fact"),
    path("geld/werkmap/", workbook.workbook, name="workbook"),
    path("geld/werkmap/werkmap.xlsx", workbook.workbook_file, name="workbook_file"),
    path("geld/werkmap/lege-werkmap.xlsx", workbook.empty_workbook_file, name="empty_workbook_file"),
    path("geld/werkmap/taken/<uuid:key>/", workbook.job, name="job"),
]
