"""The one client: which addresses may be asked, and that a name which changes its mind is not followed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from jishi.kernel import outbound

PRIVATE = [
    "https://127.0.0.1/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[fc00::1]/",
    "https://[fe80::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:a00:1::]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://localhost/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_ranges_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(outbound.Forbidden) as refused:
        outbound.post(url, b"{}", {}, seconds=1, most=10)
    assert refused.value.why == "private"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://93.184.216.34/", "https"),
        ("ftp://93.184.216.34/", "form"),
        ("https://user@93.184.216.34/", "form"),
        ("https://93.184.216.34/#part", "form"),
        ("https://93.184.216.34:99999/", "form"),
        ("https:///path", "form"),
        ("https://93.184.216.34/a b", "form"),
        ("https://93.184.216.34/\r\nX-Other: 1", "form"),
    ],
)
def test_only_plain_https_is_asked(url: str, why: str) -> None:
    for ask in (outbound.check, lambda one: outbound.post(one, b"", {}, seconds=1, most=1)):
        with pytest.raises(outbound.Forbidden) as refused:
            ask(url)
        assert refused.value.why == why


@contextmanager
def answering(*parts: bytes) -> Iterator[str]:
    """Something that sends these bytes to whoever connects, once, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            one, _ = server.accept()
            with one:
                one.recv(65536)
                for part in parts:
                    one.sendall(part)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(5)


def test_no_more_is_read_than_was_said(settings: Any) -> None:
    settings.WEBHOOK_ALLOW = ["127.0.0.0/8"]
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", b"0123456789") as url:
        answer = outbound.post(url, b"{}", {}, seconds=5, most=4)
    assert (answer.status, answer.body) == (200, b"0123")


def test_what_is_no_answer_is_unreachable(settings: Any) -> None:
    settings.WEBHOOK_ALLOW = ["127.0.0.0/8"]
    for said in (b"", b"nonsense\r\n\r\n"):
        with answering(said) as url, pytest.raises(outbound.Unreachable):
            outbound.post(url, b"{}", {}, seconds=5, most=4)


def test_an_unknown_name_is_unreachable() -> None:
    with pytest.raises(outbound.Unreachable, match=r"^host$"):
        outbound.post("https://no-such-host.invalid/", b"", {}, seconds=1, most=1)


def test_an_exempt_network_opens_no_other(settings: Any) -> None:
    settings.WEBHOOK_ALLOW = ["10.1.0.0/16"]
    with pytest.raises(outbound.Forbidden):
        outbound.post("https://10.2.0.1/", b"", {}, seconds=1, most=1)


def test_a_played_network_answers_and_hides_the_real_one() -> None:
    def play(url: str, content: bytes, headers: Any) -> outbound.Answer:
        return outbound.Answer(202, content + headers["x"].encode())

    with outbound.played_by(play):
        assert outbound.post("https://nowhere.invalid/", b"a", {"x": "b"}, seconds=1, most=9) == outbound.Answer(202, b"ab")
        with pytest.raises(outbound.Forbidden):
            outbound.post("https://me@nowhere.invalid/", b"a", {}, seconds=1, most=9)
    with pytest.raises(outbound.Unreachable):
        outbound.post("https://nowhere.invalid/", b"a", {}, seconds=1, most=9)
