import uuid

import pytest
from django.urls import reverse

from cermat.notifications.actions import notify
from cermat.notifications.models import Message
from tests.factories import NOW, office, sign_in

pytestmark = pytest.mark.django_db


def send(here, text: str = "Isian menunggu Anda.") -> Message:
    notify(users=[here.camat], text=text, url="/", key=text, now=NOW)
    return Message.objects.get(text=text)


def test_the_inbox_shows_ones_own_news_only() -> None:
    here = office()
    send(here)
    assert "Isian menunggu Anda." in sign_in(here.camat).get(reverse("notifications:inbox")).content.decode()
    page = sign_in(here.sekcam).get(reverse("notifications:inbox")).content.decode()
    assert "Isian menunggu Anda." not in page
    assert "Belum ada kabar" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_the_same_few_questions_however_long_it_is(rows, django_assert_max_num_queries) -> None:
    here = office()
    for number in range(rows):
        send(here, f"Kabar {number}")
    client = sign_in(here.camat)
    with django_assert_max_num_queries(8):
        client.get(reverse("notifications:inbox"))


def test_opening_a_message_marks_it_read_and_leads_to_its_page() -> None:
    here = office()
    message = send(here)
    answer = sign_in(here.camat).post(reverse("notifications:read", args=[message.pk]), {"_key": str(uuid.uuid4())})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    message.refresh_from_db()
    assert message.read_at


def test_another_persons_message_does_not_exist() -> None:
    here = office()
    message = send(here)
    answer = sign_in(here.sekcam).post(reverse("notifications:read", args=[message.pk]), {"_key": str(uuid.uuid4())})
    assert answer.status_code == 404


def test_everything_can_be_marked_read_at_once() -> None:
    here = office()
    send(here)
    client = sign_in(here.camat)
    assert "Tandai semua dibaca" in client.get(reverse("notifications:inbox")).content.decode()
    client.post(reverse("notifications:all_read"), {"_key": str(uuid.uuid4())})
    assert "Tandai semua dibaca" not in client.get(reverse("notifications:inbox")).content.decode()
