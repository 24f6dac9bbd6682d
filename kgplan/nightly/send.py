"""Telling people: a mail with the workbook attached, a line in a group chat. Both are off unless the settings ask.

What cannot be sent is told and makes the run fail: the report itself stands already.
"""

import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from email.message import EmailMessage
from pathlib import Path

from kgplan.config import Mail, Nightly, Webhook
from kgplan.errors import EXIT_FAILED, UserError
from kgplan.nightly.run import Night
from kgplan.reports import labels
from kgplan.reports.html import cover_of
from kgplan.reports.view import View, view
from kgplan.results import SEVERITIES
from kgplan.texts import Lang, text

_TIMEOUT = 30
"""Seconds that a server may take to answer."""
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def send(asked: Nightly, night: Night) -> list[UserError]:
    """Send what the settings ask for; gives the errors of what could not be sent."""
    errors: list[UserError] = []
    for send_one in (_mail if asked.mail else None, _webhook if asked.webhook else None):
        try:
            if send_one:
                send_one(asked, night)
        except UserError as error:
            errors.append(error)
    return errors


def _values(shown: View) -> dict[str, object]:
    """What a line about a run speaks of."""
    counted = {state: sum(shown.counts[level, state] for level in SEVERITIES) for state in ("new", "returned")}
    return {
        **{level: shown.open_count(level) for level in SEVERITIES},
        **counted,
        "resolved": len(shown.resolved),
        "waived": len(shown.waived),
        "day": shown.results.as_of,
    }


def _mail(asked: Nightly, night: Night) -> None:
    mail, lang = asked.mail, asked.lang
    assert mail
    password = os.environ.get("KGPLAN_MAIL_PASSWORD")
    if mail.user and not password:
        raise UserError("nightly.mail_secret", exit_code=EXIT_FAILED)
    try:
        with _server(mail) as server:
            if mail.user and password:
                server.login(mail.user, password)
            server.send_message(_message(mail, night, lang))
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        raise UserError("nightly.mail_not_sent", exit_code=EXIT_FAILED, why=_why(error)) from error


def _server(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=_TIMEOUT, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT)
    if mail.security == "starttls":
        server.starttls(context=context)
    return server


def _message(mail: Mail, night: Night, lang: Lang) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    if night.results is None:
        message["Subject"] = text(lang, "nightly.mail_failed", day=night.folder.name[:10])
        why = labels.pick(night.why, lang) if night.why else ""
        message.set_content(f"{why}\n\n{text(lang, 'nightly.failed_meaning')}\n")
        return message
    shown = view(night.results)
    title = labels.pick(labels.report_title(shown.results), lang)
    message["Subject"] = text(lang, "nightly.mail_subject", title=title, **_values(shown))
    message.set_content(_line(shown, lang))
    message.add_alternative(cover_of(shown, lang=lang), subtype="html")
    for workbook in sorted(night.folder.glob("report*.xlsx")):
        _attach(message, workbook)
    return message


def _attach(message: EmailMessage, workbook: Path) -> None:
    kind, subtype = _XLSX
    message.add_attachment(workbook.read_bytes(), maintype=kind, subtype=subtype, filename=workbook.name)


def _line(shown: View, lang: Lang) -> str:
    title, coverage = labels.report_title(shown.results), shown.coverage
    words = {"title": labels.pick(title, lang), "coverage": labels.pick(coverage, lang)}
    return text(lang, "nightly.message", **words, **_values(shown))


def _webhook(asked: Nightly, night: Night) -> None:
    hook, url = asked.webhook, os.environ.get("KGPLAN_WEBHOOK_URL")
    assert hook
    if not url:
        raise UserError("nightly.webhook_secret", exit_code=EXIT_FAILED)
    lang = asked.lang
    if night.results:
        told = _line(view(night.results), lang)
    else:
        why = labels.pick(night.why, lang) if night.why else ""
        told = f"{text(lang, 'nightly.mail_failed', day=night.folder.name[:10])}\n{why}"
    try:
        _post(url, hook, told)
    except (OSError, ValueError) as error:
        # The address holds the key of the chat: no message may quote it.
        raise UserError("nightly.webhook_not_sent", exit_code=EXIT_FAILED, why=_why(error)) from None


def _post(url: str, hook: Webhook, told: str) -> None:
    """企业微信 and DingTalk take the same text message and answer with ``errcode``. ValueError for another answer."""
    if not url.startswith(("https://", "http://")):
        raise ValueError("KGPLAN_WEBHOOK_URL")
    body = json.dumps({"msgtype": "text", "text": {"content": told}}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
        said = json.loads(answer.read(65536))
    if said.get("errcode"):
        raise ValueError(f"{hook.kind} {said['errcode']}: {str(said.get('errmsg', ''))[:200]}")


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error).splitlines()[0] if str(error) else type(error).__name__
