import pytest
from django.core import mail
from django.db import transaction

from cermat.lib.errors import NotAllowedError
from cermat.notifications.actions import deliver_mail, mark_all_read, mark_read, notify, post, settle_news
from cermat.notifications.models import Job, Message
from cermat.notifications.queries import unread_count
from tests.factories import NOW, office

pytestmark = pytest.mark.django_db


def test_a_job_with_the_same_key_is_queued_once() -> None:
    first = post(topic="step_ready", payload={"cycle": 1}, key="step_ready:1", now=NOW)
    again = post(topic="step_ready", payload={"cycle": 1}, key="step_ready:1", now=NOW)
    assert first.pk == again.pk
    assert Job.objects.count() == 1


def test_jobs_without_a_key_are_all_queued() -> None:
    post(topic="mail", payload={}, now=NOW)
    post(topic="mail", payload={}, now=NOW)
    assert Job.objects.count() == 2


def test_a_very_long_key_still_queues_once() -> None:
    for _ in range(2):
        post(topic="mail", payload={}, key="x" * 500, now=NOW)
    assert Job.objects.count() == 1


def test_a_job_leaves_with_the_transaction_that_asked_for_it() -> None:
    with transaction.atomic():
        post(topic="mail", payload={}, now=NOW)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_the_same_news_reaches_a_person_once() -> None:
    here = office()
    for _ in range(2):
        notify(users=[here.camat, here.sekcam, here.camat], text="Ada tugas.", url="/", key="a", now=NOW)
    assert Message.objects.count() == 2
    assert unread_count(here.camat) == 1


def test_news_is_settled_by_the_beginning_of_its_key_however_long_that_is_and_for_some_people_alone() -> None:
    here = office()
    for key in (f"survey:7:{'x' * 200}", f"survey:71:{'x' * 200}"):
        notify(users=[here.camat, here.sekcam], text="Ada tugas.", url="/", key=key, now=NOW)
    assert settle_news(key="survey:7:", users=[here.camat.pk], now=NOW) == 1
    assert settle_news(key="survey:7:", now=NOW) == 1
    assert unread_count(here.camat) == 1


def test_people_who_left_get_no_news() -> None:
    here = office()
    here.camat.is_active = False
    notify(users=[here.camat], text="Ada tugas.", url="/", key="a", now=NOW)
    assert not Message.objects.exists()


def test_only_the_owner_marks_a_message_read() -> None:
    here = office()
    notify(users=[here.camat], text="Ada tugas.", url="/", key="a", now=NOW)
    message = Message.objects.get()
    with pytest.raises(NotAllowedError):
        mark_read(message=message, by=here.sekcam, now=NOW)
    mark_read(message=message, by=here.camat, now=NOW)
    assert unread_count(here.camat) == 0


def test_all_messages_are_marked_read_at_once() -> None:
    here = office()
    for key in "abc":
        notify(users=[here.camat, here.sekcam], text="Ada tugas.", url="/", key=key, now=NOW)
    assert mark_all_read(by=here.camat, now=NOW) == 3
    assert unread_count(here.sekcam) == 3


def test_mail_is_queued_only_where_a_server_is_set(settings) -> None:
    here = office()
    here.camat.email = "camat@contoh.id"
    here.camat.save()
    notify(users=[here.camat], text="Ada tugas.", url="/", key="a", now=NOW)
    assert not Job.objects.exists()
    settings.EMAIL_HOST = "mail.contoh.id"
    notify(users=[here.camat], text="Ada tugas.", url="/", key="b", now=NOW)
    assert Job.objects.get().topic == "mail"
    deliver_mail(user_id=here.camat.pk, text="Ada tugas.")
    assert mail.outbox[0].to == ["camat@contoh.id"]


def test_news_that_is_too_long_for_the_inbox_says_that_more_follows() -> None:
    here = office()
    notify(users=[here.camat], text="Alasan " * 60, url="/", key="a", now=NOW)
    notify(users=[here.camat], text="x" * 300, url="/", key="b", now=NOW)
    long, whole = Message.objects.order_by("pk").values_list("text", flat=True)
    assert long.endswith("…")
    assert len(long) <= 300
    assert whole == "x" * 300
