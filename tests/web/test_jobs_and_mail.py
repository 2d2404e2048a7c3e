"""Jobs that end, fail, are cancelled and taken again; mail that arrives whole; files that are safe."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from flask import g
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from kernel.clock import FixedClock
from kernel.errors import AppError, RuleViolation
from kernel.tables import Attachment, Blob, Mail, Person
from tests.support.inbox import receiving, sender
from tests.support.web import START
from webapp.context import Actor
from webapp.jobs import ask, job
from webapp.jobs.asking import KINDS
from webapp.jobs.worker import LOST_AFTER, ask_periodic, work_off
from webapp.mail import PAUSES, queue_mail, store_blob
from webapp.permissions import PERMISSIONS
from webapp.tables import Job
from webapp.uploads import DOCUMENTS, IMAGES, SHEETS, check_archive, file_permission, read_upload, store_content


@pytest.fixture
def kinds():
    """Add kinds of jobs that are gone after the test."""
    kept = dict(KINDS)

    @job("name_people", "people.write", "Name people")
    def name_people(progress, *, names):
        progress.tell(0, len(names), "begun")
        for number, name in enumerate(names, 1):
            progress.write(lambda session, name=name: session.add(Person(code=name, name=name)))
            progress.tell(number)
        return {"url": "/people", "summary": f"{len(names)} named"}

    @job("refuse", "people.write", "Refuse")
    def refuse(progress):
        raise RuleViolation("four_eyes")

    @job("break", "people.write", "Break")
    def break_down(progress):
        raise RuntimeError("an inside that nobody should read")

    yield
    KINDS.clear()
    KINDS.update(kept)


@pytest.fixture
def asked(web, admin, kinds):
    """Ask for a job as the administrator and return its id, without doing it."""
    admin_id = web.person("admin", "admin")

    def do(name, **arguments):
        web.app.config["JOBS_IMMEDIATE"] = False
        with web.app.test_request_context("/", method="POST"), web.session() as session:
            g.actor = Actor(admin_id, "admin", "Admin", frozenset({"admin"}), frozenset(PERMISSIONS))
            first, second = (ask(session, name, "the-same-key", **arguments) for _ in range(2))
            assert first == second
            session.commit()
            return first

    yield do
    web.app.config["JOBS_IMMEDIATE"] = True


def row(web, job_id):
    with web.session() as session:
        found = session.get_one(Job, job_id)
        session.expunge_all()
        return found


def test_a_job_runs_and_shows_its_result(web, admin, asked):
    job_id = asked("name_people", names=["a1", "b2"])
    page = admin.text(f"/jobs/{job_id}")
    assert 'hx-trigger="every 1s"' in page
    assert admin.get(f"/jobs/{job_id}/progress").status_code == 200
    web.app.config["JOBS_IMMEDIATE"] = True
    assert work_off(web.app)
    ended = admin.get(f"/jobs/{job_id}/progress")
    assert ended.status_code == 286
    assert "2 named" in ended.text
    assert 'href="/people"' in ended.text
    assert (row(web, job_id).state, row(web, job_id).done) == ("done", 2)
    assert not work_off(web.app)
    assert "b2" in admin.text("/people")


@pytest.mark.parametrize(
    ("name", "words"), [("refuse", "nobody approves their own work"), ("break", "Something broke")]
)
def test_a_job_that_fails_says_why_and_no_more(web, admin, asked, name, words):
    job_id = asked(name)
    web.app.config["JOBS_IMMEDIATE"] = True
    web.app.logger.disabled = True
    work_off(web.app)
    web.app.logger.disabled = False
    shown = admin.get(f"/jobs/{job_id}/progress").text
    assert words in shown
    assert "inside" not in shown


def test_a_waiting_job_can_be_cancelled(web, admin, asked):
    job_id = asked("name_people", names=["a1"])
    assert admin.post(f"/jobs/{job_id}/cancel").status_code == 303
    assert not work_off(web.app)
    assert row(web, job_id).state == "cancelled"


def test_a_running_job_stops_where_it_looks(web, asked):
    from webapp.jobs import Cancelled, Progress

    progress = Progress(1, None, "name_people", None, FixedClock(START))
    progress.tell(1, 2, "half")
    progress.cancel_asked.set()
    with pytest.raises(Cancelled):
        progress.tell(2)
    assert progress.stand() == (2, 0, "half")


def test_a_job_whose_worker_died_is_taken_again_three_times(web, asked):
    job_id = asked("name_people", names=["a1"])
    for _ in range(2):
        with web.session() as session:
            found = session.get_one(Job, job_id)
            found.state, found.heartbeat_at = "running", START
            found.tries += 1
            session.commit()
        assert not work_off(web.app, only=job_id)
    web.at(START + LOST_AFTER + timedelta(seconds=1))
    web.app.config["JOBS_IMMEDIATE"] = True
    assert work_off(web.app)
    assert row(web, job_id).state == "done"


def test_a_job_that_kills_its_worker_is_given_up(web, asked):
    job_id = asked("name_people", names=["a1"])
    with web.session() as session:
        found = session.get_one(Job, job_id)
        found.state, found.heartbeat_at, found.tries = "running", START - timedelta(hours=1), 3
        session.commit()
    work_off(web.app)
    assert (row(web, job_id).state, row(web, job_id).error) == ("failed", "worker_lost")


def test_anothers_job_is_not_there(web, asked):
    job_id = asked("name_people", names=["a1"])
    assert web.as_("keeper").get(f"/jobs/{job_id}").status_code == 404
    assert web.as_("supervisor").get(f"/jobs/{job_id}").status_code == 200


def test_periodic_work_is_asked_once_a_slot(web):
    for _ in range(3):
        ask_periodic(web.app)
    with web.session() as session:
        assert len(session.scalars(select(Job).where(Job.name == "mail")).all()) == 1


@pytest.fixture
def inbox():
    with receiving() as made:
        yield made


def test_mail_arrives_in_chinese_with_its_paper(web, inbox):
    with web.session() as session:
        queue_mail(
            session,
            to="li@example.com",
            subject="采购订单 PO-202603-0001\r\nBcc: evil@example.com",
            body="您好，\n附件为采购订单。",
            at=START,
            about="order:1",
            attachment=("采购订单.pdf", b"%PDF-1.7 test"),
        )
        session.commit()
    assert sender(web, inbox.port)() == 1
    (mail,) = inbox.mails
    assert mail["Subject"] == "采购订单 PO-202603-0001 Bcc: evil@example.com"
    assert mail["Bcc"] is None
    assert "附件为采购订单" in mail.get_body().get_content()
    (paper,) = mail.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == ("采购订单.pdf", b"%PDF-1.7 test")
    with web.session() as session:
        assert session.scalars(select(Mail)).one().state == "sent"
    assert sender(web, inbox.port)() == 0


def test_mail_that_fails_is_tried_again_later_and_given_up_at_last(web, inbox):
    with web.session() as session:
        queue_mail(session, to="li@example.com", subject="s", body="b", at=START)
        session.commit()
    closed = sender(web, 1)
    assert closed() == 0
    assert closed() == 0
    with web.session() as session:
        found = session.scalars(select(Mail)).one()
        assert (found.state, found.tries) == ("failed", 1)
        assert "Refused" in found.last_error
    for pause in PAUSES:
        web.at(START + pause)
        closed()
    with web.session() as session:
        assert session.scalars(select(Mail)).one().state == "given_up"
    web.at(START + timedelta(days=9))
    assert sender(web, inbox.port)() == 0


def picture(kind="PNG", size=(40, 30), **more):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **more)
    return file.getvalue()


def upload(content, name="photo.png"):
    return FileStorage(io.BytesIO(content), filename=name)


@pytest.fixture
def request_of(web):
    with web.app.test_request_context("/", method="POST"):
        yield


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (b"", IMAGES),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", IMAGES | SHEETS),
        (b"<!doctype html><script>1</script>", DOCUMENTS | SHEETS),
        (b"\xef\xbb\xbf <html>", SHEETS),
        (b"MZ\x90\x00", DOCUMENTS | SHEETS),
        (b"%PDF-1.7", IMAGES),
        (b"PK\x03\x04broken", SHEETS),
        (b"x" * (17 * 1024 * 1024), SHEETS),
    ],
)
def test_a_file_of_another_kind_is_refused(request_of, content, kinds):
    with pytest.raises(RuleViolation):
        read_upload(upload(content), kinds)


def test_a_bomb_is_refused_before_it_is_unpacked(request_of):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.xml", b"0" * 10_000_000)
    assert len(file.getvalue()) < 400_000
    with pytest.raises(RuleViolation, match="upload_unpacks_too_far"):
        check_archive(io.BytesIO(file.getvalue()))


def test_a_picture_is_drawn_anew(web, request_of):
    exif = Image.Exif()
    exif[0x010E] = "secret-place"
    carried = picture("JPEG", exif=exif) + b"<?php evil ?>"
    assert b"secret-place" in carried
    person_id = web.person("admin", "admin")
    with web.session() as session:
        file_id = store_content(
            session, carried, "jpeg", name="a.jpg", table_name="part", row_id=1, purpose="photo", by=person_id, at=START
        )
        session.commit()
        kept = session.get_one(Blob, session.get_one(Attachment, file_id).sha256).content
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"secret-place" not in kept
    assert b"php" not in kept


def test_a_picture_of_too_many_pixels_is_refused(web, request_of):
    content = picture(size=(9000, 9000))
    with pytest.raises(AppError, match=r"upload_too_many_pixels|upload_not_an_image"):
        store_content(None, content, "png", name="a.png", table_name="part", row_id=1, purpose="photo", by=1, at=START)


def test_files_open_to_those_who_may_see_their_row(web, admin, monkeypatch):
    monkeypatch.setattr("webapp.uploads.FILE_RULES", {})
    monkeypatch.setattr("webapp.pages.files.FILE_RULES", __import__("webapp.uploads").uploads.FILE_RULES)
    person_id = web.person("admin", "admin")
    with web.session() as session:
        ids = []
        for name, media in (("a.png", "image/png"), ("b.pdf", "application/pdf")):
            content = name.encode()
            found = Attachment(
                table_name="ticket",
                row_id=1,
                purpose="photo",
                name=name,
                media_type=media,
                size_bytes=5,
                sha256=store_blob(session, content),
                added_by_id=person_id,
                added_at=START,
            )
            session.add(found)
            session.flush()
            ids.append(found.id)
        session.commit()
    desk = web.as_("desk")
    assert desk.get(f"/files/{ids[0]}").status_code == 403
    file_permission("ticket", "tickets.read")
    shown = desk.get(f"/files/{ids[0]}")
    assert (shown.status_code, shown.data) == (200, b"a.png")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "attachment" in desk.get(f"/files/{ids[1]}").headers["Content-Disposition"]
    assert web.as_("keeper").get(f"/files/{ids[0]}").status_code == 403
    assert admin.get(f"/files/{ids[0]}").status_code == 200
    assert admin.get("/files/999").status_code == 404
    with web.session() as session:
        session.delete(session.scalars(select(Blob).where(Blob.content == b"b.pdf")).one())
        session.commit()
    lost = admin.get(f"/files/{ids[1]}")
    assert lost.status_code == 404
    assert "The content of b.pdf is missing" in lost.text
    program = admin.api(f"/files/{ids[1]}")
    assert (program.status_code, program.json["code"]) == (404, "file_lost")
