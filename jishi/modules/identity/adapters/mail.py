"""Mail through an SMTP server, as JISHI_MAIL_URL names it: smtp://user:password@host:587 (STARTTLS) or smtps://…:465."""

from email.utils import formataddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from jishi.kernel import installation
from jishi.kernel.models import Post
from jishi.kernel.post import adapter
from jishi.modules.identity.queries.mail import address_of_post, letter

SECONDS = 20


class NoAddress(RuntimeError):
    """The person has no e-mail, or was erased."""


@adapter("mail")
def send(row: Post) -> None:
    """Hand a message to the SMTP server. Raises NoAddress, or what the server said."""
    to = address_of_post(row)
    if not to:
        raise NoAddress(row.id)
    said = letter(row)
    EmailMessage(said.subject, said.text, sender(), [to], connection=server(settings.MAIL_URL)).send()


def server(url: str) -> EmailBackend:
    """The connection that an address describes. Raises ValueError for one that is neither smtp: nor smtps:."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("JISHI_MAIL_URL is smtp://… or smtps://…")
    secure = parts.scheme == "smtps"
    plain = parse_qs(parts.query).get("tls") == ["off"]
    return EmailBackend(
        host=parts.hostname,
        port=parts.port or (465 if secure else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=secure,
        use_tls=not secure and not plain,
        timeout=SECONDS,
    )


def sender() -> str:
    """Whom mail is from: the marketplace's name, and `from=` of the address, else the host of JISHI_URL."""
    given = parse_qs(urlsplit(settings.MAIL_URL).query).get("from")
    return formataddr((installation.name(), given[0] if given else f"jishi@{urlsplit(settings.URL).hostname}"))
