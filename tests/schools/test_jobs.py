"""Long work: asked for in the browser, done by the worker, followed on a page; and never half done."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting, acting_as
from accounts.roles import Hat
from schools import jobs, tasks
from schools.enums import Register
from schools.models import Job, LocationPeriod, SchoolLocation
from tests.cast import appoint, person
from tests.schools.duo_files import file, school

Day = datetime.date
ZWOLLE, ELSEWHERE = school("09ZZ00"), school("08ZZ00", municipality="0148")


@pytest.fixture
def send(town, as_):
    """`send(b"…", alleen_hier="on")`: the form filled in by the administrator; the job that it made."""

    def sent(content: bytes, name="po_2026-10.csv", **fields) -> Job:
        data = {"bestand": SimpleUploadedFile(name, content), "dag": "", **fields}
        answer = as_(town.admin).post(reverse("schools:import_register"), data)
        assert answer.status_code == 302, answer.context["form"].errors
        job = Job.objects.defer("content").get()
        assert answer.headers["Location"] == reverse("schools:job", args=[job.pk])
        return job

    return sent


def as_worker(work, *args):
    with connection.cursor() as cursor:
        cursor.execute("set role ot_worker")
    try:
        return work(*args)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")


def test_a_register_sent_by_the_administrator_is_taken_in_by_the_worker(town, send, as_):
    job = send(file(Register.PO, ZWOLLE, ELSEWHERE), alleen_hier="on")
    waiting = as_(town.admin).get(reverse("schools:job", args=[job.pk]))
    assert "Dit staat klaar en begint zo." in waiting.content.decode()
    as_worker(tasks.run_job, str(job.pk))
    job = Job.objects.get()
    assert (job.state, job.content, job.attempts) == (Job.State.DONE, None, 1)
    assert list(SchoolLocation.objects.exclude(register="").values_list("code", flat=True)) == ["09ZZ00"]
    assert LocationPeriod.objects.get(location__code="09ZZ00").period.lower == Day(2026, 10, 1)
    done = as_(town.admin).get(reverse("schools:job", args=[job.pk])).content.decode()
    assert "1 nieuw, 0 terug, 0 gewijzigd, 0 verdwenen." in done
    assert "hx-get" not in done


def test_a_day_that_is_filled_in_goes_before_the_file_name(send):
    job = send(file(Register.PO, ZWOLLE, ELSEWHERE), dag="1-9-2026")
    assert job.options == {"released_on": "2026-09-01", "municipalities": [], "accept_gone": False}


def test_a_broken_file_is_refused_with_every_error(send, town, as_):
    job = send(file(Register.PO, {**ZWOLLE, "GEMEENTENUMMER": "193"}))
    tasks.run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.outcome) == (
        Job.State.REFUSED,
        [
            "Er is niets ingelezen. 1 fout(en):",
            "regel 2, kolom 10: ‘193’ is niet een nummer van vier cijfers, zoals 0193 (GEMEENTENUMMER)",
        ],
    )
    assert "niet gedaan" in as_(town.admin).get(reverse("schools:job", args=[job.pk])).content.decode().lower()


def test_a_file_that_is_too_large_is_not_taken(town, as_, monkeypatch):
    monkeypatch.setattr("schools.map.forms.MOST_BYTES", 10)
    answer = as_(town.admin).post(
        reverse("schools:import_register"), {"bestand": SimpleUploadedFile("po.csv", b"x" * 11)}
    )
    assert "Dit bestand is te groot." in answer.content.decode()
    assert not Job.objects.exists()


def test_done_twice_is_done_once(send):
    job = send(file(Register.PO, ZWOLLE))
    tasks.run_job(str(job.pk))
    before = Job.objects.values().get()
    tasks.run_job(str(job.pk))
    assert Job.objects.values().get() == before


def test_a_worker_that_is_killed_leaves_the_job_waiting_and_nothing_else(send, monkeypatch):
    job = send(file(Register.PO, ZWOLLE))
    work = jobs.work_of("import_duo")

    def killed(job, tell):
        work(job, tell)
        raise SystemExit("killed")

    monkeypatch.setitem(jobs._KINDS, "import_duo", killed)
    for attempt in (1, 2, 3):
        with pytest.raises(SystemExit), transaction.atomic():
            tasks.run_job(str(job.pk))
        assert not SchoolLocation.objects.filter(code="09ZZ00").exists()
        Job.objects.update(attempts=attempt)  # the test's own transaction undid the count; a worker's is committed
    monkeypatch.undo()
    tasks.run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.outcome) == (
        Job.State.FAILED,
        ["Dit is na een paar pogingen niet gelukt. Vraag de beheerder van het programma."],
    )


def test_an_error_of_ours_undoes_the_work_and_says_so(send, monkeypatch, caplog):
    job = send(file(Register.PO, ZWOLLE))

    def fails(job, tell):
        SchoolLocation.objects.all().delete()

    monkeypatch.setitem(jobs._KINDS, "import_duo", fails)
    tasks.run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert SchoolLocation.objects.exists()
    assert "import_duo" in caplog.text


def test_the_clock_takes_up_what_was_left_waiting(send):
    job = send(file(Register.PO, ZWOLLE))
    assert tasks.run_waiting_jobs() == 0
    Job.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=3))
    assert as_worker(tasks.run_waiting_jobs) == 1
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_the_page_says_how_far_it_is(send, town, as_):
    job = send(file(Register.PO, ZWOLLE))
    jobs.tell(job.pk, jobs.Progress("vergelijken", 2, 5))
    part = as_(town.admin).get(reverse("schools:job", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "Bezig: vergelijken" in part
    assert '<progress id="voortgang" class="ot-progress" max="5" value="2">' in part
    assert "<html" not in part


def test_a_job_is_seen_by_who_asked_for_it_alone(send, town, as_):
    job = send(file(Register.PO, ZWOLLE))
    other = person("Andere Beheerder")
    appoint(other, "ADMIN", at=town.municipality)
    for somebody in (other, town.controller):
        assert as_(somebody).get(reverse("schools:job", args=[job.pk])).status_code == 404


def test_the_list_of_schools_leads_an_administrator_there(town, as_):
    address = reverse("schools:import_register")
    assert address in as_(town.admin).get(reverse("schools:schools")).content.decode()
    assert address not in as_(town.ib).get(reverse("schools:schools")).content.decode()


@pytest.mark.parametrize("who", ["ib", "officer", "nobody"])
def test_only_an_administrator_sends_a_register(town, as_, who):
    client = as_(getattr(town, who))
    assert client.get(reverse("schools:import_register")).status_code == 403
    assert client.post(reverse("schools:import_register")).status_code == 403


def test_the_worker_is_asked_on_commit(send, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = send(file(Register.PO, ZWOLLE))
    assert [(callback.func, callback.args) for callback in callbacks] == [(tasks.run_job.delay, (str(job.pk),))]


def test_nobody_asks_in_the_name_of_another(town):
    """By the database: a row of somebody else is refused."""
    by = Acting(town.admin.pk, "Ada", "ADMIN", Hat.PEOPLE, Day(2026, 11, 22))
    with acting_as(by, writes=True), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Job.objects.create(kind="import_duo", title="Van een ander", actor=town.ib.pk)
