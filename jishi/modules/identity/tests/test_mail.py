"""Mail leaves through an SMTP server; the fake here is the outside's."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any, ClassVar

import pytest
from django.conf import LazySettings

from jishi.kernel import clock, post
from jishi.kernel.models import Post
from jishi.kernel.runner import act
from jishi.modules.identity import actions, queries
from jishi.modules.identity.adapters.mail import server


class Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over one message."""

    received: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        data: list[str] | None = None
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if data is not None:
                if line == ".":
                    self.received.append("\n".join(data))
                    data = None
                    self.wfile.write(b"250 taken\r\n")
                else:
                    data.append(line)
            elif line.upper() == "DATA":
                data = []
                self.wfile.write(b"354 go on\r\n")
            elif line.upper() == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def smtp(settings: LazySettings) -> Iterator[list[str]]:
    """A server on loopback that mail goes to; what it received."""
    Smtp.received.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        settings.MAIL_URL = f"smtp://127.0.0.1:{running.server_address[1]}?tls=off&from=hello@market.example.org"
        settings.POST_ADAPTERS = settings.POST_ADAPTERS | {"mail": "mail"}
        yield Smtp.received
        running.shutdown()


@pytest.mark.django_db(transaction=True)
def test_a_code_goes_out_by_mail(smtp: list[str]) -> None:
    """To whom it is for, with the code in words, once."""
    act(actions.send_code, queries.reach("new@example.org", "CN"), language="en", at=clock.real())
    assert post.deliver() == 1
    assert post.deliver() == 0
    (mail,) = smtp
    read: Any = message_from_string(mail, _class=EmailMessage, policy=policy.default)
    assert (read["To"], read["From"]) == ("new@example.org", "Jishi <hello@market.example.org>")
    assert any(word.strip(".").isdigit() and len(word.strip(".")) == 6 for word in read.get_content().split())
    assert Post.objects.get().sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_away_leaves_the_message_with_its_error(settings: LazySettings) -> None:
    """Nothing is lost: the row says what happened."""
    settings.MAIL_URL = "smtp://127.0.0.1:1?tls=off"
    settings.POST_ADAPTERS = settings.POST_ADAPTERS | {"mail": "mail"}
    act(actions.send_code, queries.reach("new@example.org", "CN"), language="en", at=clock.real())
    assert post.deliver() == 1
    row = Post.objects.get()
    assert (row.sent_at, row.error.split(":")[0]) == (None, "ConnectionRefusedError")


def test_only_smtp_is_spoken() -> None:
    """Another address is refused before anything is sent."""
    with pytest.raises(ValueError, match="smtp"):
        server("http://example.org")
