"""The one way to speak HTTP with the outside: the resolved address is pinned, private ranges are refused, no redirect is followed.

Whoever names an address (a merchant's webhook) must not reach what stands behind our walls. A name is resolved once, every address
of it is looked at, and the connection goes to the one that was looked at. All that is asked ends by one moment, however slowly the
other side answers, and no more is read than was said. Networks of JISHI_WEBHOOK_ALLOW are exempt, from https too.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}


class Unreachable(Exception):
    """The other side was not asked, or gave no whole answer.

    `why` is the reason: `host` (its name is unknown), `slow` (no whole answer in time), `line` (no connection, or no HTTP on it), or that
    of Forbidden. `detail` is what a technician wants besides, empty where there is no more to say; it holds nothing of the answer.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why, self.detail = why, detail


class Forbidden(Unreachable):
    """This address may not be asked, and why: its `form`, no `https`, or a `private` network."""


@dataclass(frozen=True)
class Answer:
    """What the other side said: status, and as much of the body as was to be read."""

    status: int
    body: bytes


Play = Callable[[str, bytes, Mapping[str, str]], Answer]


class _Outside:
    """Who answers in place of the network, where somebody does."""

    play: Play | None = None


@contextmanager
def played_by(play: Play) -> Iterator[None]:
    """A simulation has no network: all that this process sends goes to `play`, which answers or raises Unreachable."""
    _Outside.play = staticmethod(play)
    try:
        yield
    finally:
        _Outside.play = None


def check(url: str) -> None:
    """Raises Forbidden for an address that would be refused whatever its name resolves to. Asks nobody."""
    host, _, secure = _parts(url)
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        if not secure and not settings.WEBHOOK_ALLOW:
            raise Forbidden("https") from None
        return
    _lawful([literal], secure)


def post(url: str, content: bytes, headers: Mapping[str, str], *, seconds: float, most: int) -> Answer:
    """Send `content`; the answer within `seconds` altogether, `most` bytes of its body at the most.

    Raises Forbidden, and Unreachable for a name that is unknown, a connection that fails and an answer that does not end in time.
    A redirect is an answer like any other: it is not followed.
    """
    ends = monotonic() + seconds
    host, port, secure = _parts(url)
    if _Outside.play is not None:
        return _Outside.play(url, content, headers)
    address = _lawful(_resolved(host, port), secure)
    backend = _Pinned(str(address), ends)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_trusted() if secure else None, network_backend=backend, max_connections=1) as pool,
            pool.stream("POST", url, headers=list(headers.items()), content=content, extensions={"timeout": _each(seconds)}) as reply,
        ):
            return Answer(reply.status, _read(reply.iter_stream(), most))
    except httpcore.TimeoutException:
        raise Unreachable("slow", f"{seconds:g} s") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError, OSError) as error:
        raise Unreachable("line", f"{type(error).__name__}: {error}"[:150]) from None


def _each(seconds: float) -> dict[str, float]:
    return {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}


def _read(parts: Iterable[bytes], most: int) -> bytes:
    body = b""
    for part in parts:
        body += part
        if len(body) >= most:
            return body[:most]
    return body


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _parts(url: str) -> tuple[str, int, bool]:
    """Host, port and whether it is https. Raises Forbidden."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Forbidden("form") from None
    if parts.scheme not in PORTS or not parts.hostname or not url.isascii() or any(c <= " " or c == "\x7f" for c in url):
        raise Forbidden("form")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Forbidden("form")
    return parts.hostname, port, parts.scheme == "https"


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("host") from None
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _lawful(found: list[Address], secure: bool) -> Address:
    """The address to connect to, when all that a name resolves to may be asked. Raises Forbidden."""
    if all(_exempt(one) for one in found):
        return found[0]
    if not secure:
        raise Forbidden("https")
    if not all(_public(one) or _exempt(one) for one in found):
        raise Forbidden("private")
    return found[0]


def _exempt(address: Address) -> bool:
    return any(address in network for network in map(ipaddress.ip_network, settings.WEBHOOK_ALLOW) if network.version == address.version)


def _public(address: Address) -> bool:
    """Reached over the open internet; an IPv4 address that hides in one of IPv6 is looked at itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner: Any = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return _public(inner)
    return address.is_global and not address.is_multicast


class _Pinned(httpcore.NetworkBackend):
    """Connects to the address that was looked at, whatever the name resolves to by now; all of it ends by one moment."""

    def __init__(self, address: str, ends: float) -> None:
        self.address = address
        self.ends = ends
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Any = None
    ) -> httpcore.NetworkStream:
        """A connection to the pinned address."""
        return _Hurried(self.inner.connect_tcp(self.address, port, timeout=_left(self.ends)), self.ends)


class _Hurried(httpcore.NetworkStream):
    """A connection whose every step has what is left of the whole time: a byte now and then buys nothing."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self.inner = inner
        self.ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As the inner one, within the time."""
        return self.inner.read(max_bytes, timeout=_left(self.ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As the inner one, within the time."""
        self.inner.write(buffer, timeout=_left(self.ends))

    def close(self) -> None:
        """End it."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same under TLS; the certificate is held against the name, not the address."""
        return _Hurried(self.inner.start_tls(ssl_context, server_hostname, timeout=_left(self.ends)), self.ends)

    def get_extra_info(self, info: str) -> Any:
        """As the inner one."""
        return self.inner.get_extra_info(info)


def _left(ends: float) -> float:
    """Seconds that are left. Raises httpcore.ReadTimeout when none are."""
    left = ends - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
