"""Try the mail server, before anybody waits for a code."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from jishi.kernel import installation, words
from jishi.modules.identity.adapters.mail import sender, server


def try_mail(to: str, language: str) -> str:
    """Send a message to an e-mail now; what went wrong, "" when the server took it. Not for a transaction: it waits for the outside."""
    if not settings.MAIL_URL:
        return words.say("identity.no_mail_server", language)
    subject, text = (words.say(f"identity.mail_works.{part}", language, name=installation.name()) for part in ("subject", "text"))
    try:
        EmailMessage(subject, text, sender(), [to], connection=server(settings.MAIL_URL)).send()
    except (OSError, SMTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""
