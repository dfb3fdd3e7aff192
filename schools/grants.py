"""Grants on the map. Schools, teams and appointments are no secret: every hat may read them, administrators write them."""

from accounts.grants import ALL, HATS, Grants

EDITED_BY_PEOPLE = (
    "schools_municipality",
    "schools_neighbourhoodteam",
    "schools_schoolboard",
    "schools_partnership",
    "schools_employer",
    "schools_provider",
    "schools_school",
    "schools_schoollocation",
    "schools_locationperiod",
    "schools_supportteam",
    "schools_corerole",
    "schools_appointment",
)

GRANTS: Grants = {
    "ot_web": dict.fromkeys((*EDITED_BY_PEOPLE, "schools_teamflag"), "select"),
    "ot_worker": {"schools_*": ALL},
    **{hat: {"schools_*": "select"} for hat in HATS},
}

EXTRA: Grants = {
    "ot_people": {**dict.fromkeys(EDITED_BY_PEOPLE, "insert, update, delete"), "schools_job": "insert"},
    "ot_case": {"schools_teamflag": "update (seen_by)"},
    "ot_money": {
        "schools_arrangement": "insert, update",
        "schools_arrangementterms": "insert, update, delete",
        "schools_job": "insert",
    },
}
