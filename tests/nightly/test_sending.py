"""Mail and group messages, against servers of this machine."""

import email
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from kgplan.config import Mail, Nightly, Webhook
from kgplan.nightly.run import Night
from kgplan.nightly.send import send
from kgplan.reports.write import write_report
from kgplan.results import Both, Results
from tests.reports.examples import results

WHY = Both(zh="表 plans.csv 打不开", en="the table plans.csv cannot be opened")


@pytest.fixture
def night(tmp_path: Path) -> Night:
    found = results()
    folder = tmp_path / found.as_of
    write_report(found, folder)
    return Night(folder, found)


@contextmanager
def smtp(answer_to_data: str = "250 taken") -> Iterator[tuple[int, list[bytes]]]:
    """A server that takes mail: its port, and the messages that came."""
    taken: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                command = line.strip().upper()
                if command.startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    content = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        content += part[1:] if part.startswith(b"..") else part
                    taken.append(content)
                    self.wfile.write(f"{answer_to_data}\r\n".encode())
                elif command.startswith(b"QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 fine\r\n")

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, taken


@contextmanager
def chat(answer: dict[str, Any], status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    """A group robot: its address, and the messages that came."""
    taken: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Nothing to the terminal."""

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}/cgi-bin/webhook/send?key=SECRET", taken


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def by_mail(port: int, **changes: Any) -> Nightly:
    mail = Mail(host="127.0.0.1", port=port, security="none", sender="kgplan@example.org", to=["a@example.org"])
    return Nightly(sources=["data"], mail=mail.model_copy(update=changes))


def by_chat() -> Nightly:
    return Nightly(sources=["data"], webhook=Webhook(kind="wecom"))


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_nothing_is_sent_unless_the_settings_ask(night: Night) -> None:
    assert send(Nightly(sources=["data"]), night) == []


def test_the_mail_has_the_numbers_the_cover_and_the_workbook(night: Night) -> None:
    with smtp() as (port, taken):
        assert send(by_mail(port), night) == []
    message = parsed(taken[0])
    found = night.results
    assert isinstance(found, Results)
    assert f"{found.count('error')}个错误" in message["Subject"]
    cover = message.get_body(("html",))
    assert cover
    assert "今日必看" in cover.get_content()
    assert "<script" not in cover.get_content()
    assert "Read first today" not in cover.get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_content() == (night.folder / "report.xlsx").read_bytes()


def test_a_night_that_failed_is_mailed_as_one(tmp_path: Path) -> None:
    with smtp() as (port, taken):
        assert send(by_mail(port), Night(tmp_path / "2026-03-01-failed", None, WHY)) == []
    message = parsed(taken[0])
    assert "失败" in message["Subject"]
    body = message.get_body(("plain",))
    assert body
    assert WHY.zh in body.get_content()


def test_what_the_mail_server_refuses_is_told(night: Night) -> None:
    with smtp("554 no") as (port, _):
        (error,) = send(by_mail(port), night)
    assert "邮件未发出" in error.sentence["zh"]
    assert error.exit_code == 3


def test_a_password_comes_from_the_environment_alone(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KGPLAN_MAIL_PASSWORD", raising=False)
    (error,) = send(by_mail(9, user="kgplan"), night)
    assert "KGPLAN_MAIL_PASSWORD" in error.sentence["zh"]


def test_the_group_hears_the_numbers(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    with chat({"errcode": 0}) as (url, taken):
        monkeypatch.setenv("KGPLAN_WEBHOOK_URL", url)
        assert send(by_chat(), night) == []
    assert night.results
    assert taken[0]["msgtype"] == "text"
    assert f"错误{night.results.count('error')}" in taken[0]["text"]["content"]


@pytest.mark.parametrize(("answer", "status"), [({"errcode": 93000, "errmsg": "invalid"}, 200), ({}, 500)])
def test_what_the_group_refuses_is_told_without_its_key(
    night: Night, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], status: int
) -> None:
    with chat(answer, status) as (url, _):
        monkeypatch.setenv("KGPLAN_WEBHOOK_URL", url)
        (error,) = send(by_chat(), night)
    assert "群消息未发出" in error.sentence["zh"]
    assert "SECRET" not in str(error.sentence)


def test_an_address_that_is_none_is_told_and_not_shown(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGPLAN_WEBHOOK_URL", "file:///etc/SECRET")
    (error,) = send(by_chat(), night)
    assert "SECRET" not in str(error.sentence)
