"""Sends messages to people: by SMTP (RFC 5321), or to a webhook as chats take them."""

import smtplib
import ssl
from collections.abc import Callable
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import formatdate
from email.utils import make_msgid
from urllib.parse import parse_qs
from urllib.parse import unquote
from urllib.parse import urlsplit

import msgspec

from osce_feeds.errors import FetchError
from osce_feeds.http_client import Door
from osce_feeds.http_client import place
from osce_feeds.settings import without_password
from osce_feeds.watch.alerts import Message

_SECONDS = 20.0
_SMTP_PORT, _SMTPS_PORT = 587, 465
_DONE = range(200, 300)

Log = Callable[[str], None]


def sender(addresses: Iterable[str], log: Log) -> Callable[[Message], bool]:
    """Return what sends a message to all *addresses* of ALERTS; failures are logged.

    It says whether anybody was told; where there are no addresses, the log was.
    """
    known = tuple(addresses)

    def send(message: Message) -> bool:
        log(f"{message.subject}: {' '.join(message.text.split())}")
        told = [_send(address, message, log) for address in known]
        return any(told) or not told

    return send


def _send(address: str, message: Message, log: Log) -> bool:
    try:
        if address.startswith("smtp"):
            _mail(address, message)
        else:
            body = msgspec.json.encode({"text": f"{message.subject}\n{message.text}"})
            status = Door([place(address)]).post(address, body, "application/json", _SECONDS)
            if status not in _DONE:
                log(f"{without_password(address)}: answered {status}")
                return False
    except (FetchError, OSError, smtplib.SMTPException) as error:
        detail = error.detail if isinstance(error, FetchError) else str(error)
        log(f"{without_password(address)}: {detail}")
        return False
    return True


def _mail(address: str, message: Message) -> None:
    """Send *message* through the server that *address* names.

    ``smtps:`` begins with TLS, ``smtp:`` takes it where it is offered, and insists on it
    before a password.
    """
    parts, fields = urlsplit(address), parse_qs(urlsplit(address).query)
    mail = EmailMessage()
    mail["Subject"], mail["Date"], mail["Message-ID"] = message.subject, formatdate(), make_msgid("osce-feeds")
    mail["From"], mail["To"] = fields["from"][0], ", ".join(fields.get("to", fields["from"]))
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply
    mail.set_content(message.text)
    context, host = ssl.create_default_context(), parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or _SMTPS_PORT, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or _SMTP_PORT, timeout=_SECONDS)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and (server.has_extn("starttls") or parts.username):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
