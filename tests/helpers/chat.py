"""Back ends for tests: one that says what it is told, and a server on loopback that misbehaves."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tacitus.llm.backend import Answer, AskError
from tacitus.records import Report

TEXT = (
    "Rebels ambushed an army patrol near Jaffna on Wednesday, killing five soldiers, the defence "
    "ministry said. Police arrested at least 20 students in Colombo.\n\nRead more on our site."
)
PUBLISHED = date(1995, 4, 20)


def make_report(name="r1", text=TEXT, **changes):
    return Report(**{"id": name, "text": text, "published": PUBLISHED, **changes})


def event(**changes):
    """An event that the text bears out in every field."""
    return {
        "evidence": ["Rebels ambushed an army patrol near Jaffna", "killing five soldiers"],
        "type": "Armed clash",
        "factuality": "asserted",
        "initiators": ["Rebels"],
        "targets": ["an army patrol"],
        "within": [],
        "attribution": ["the defence ministry"],
        "place": "Jaffna",
        "weapon": None,
        "when": "on Wednesday",
        "start": "1995-04-19",
        "end": "1995-04-19",
        "killed": {"low": 5, "high": 5},
        "injured": None,
        "captured": None,
        "aggregate": False,
        **changes,
    }


def words(*events):
    return json.dumps({"events": list(events)})


class Scripted:
    """A back end that gives prepared answers in order, the last one again and again.

    An answer is its words, an ``Answer``, or an error to raise.
    """

    model = "scripted"
    identity = "scripted"
    bounded = False
    answer_tokens = 100

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def ask(self, messages, schema):
        self.asked.append(messages)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, AskError):
            raise answer
        return answer if isinstance(answer, Answer) else Answer(answer, False, 50)


def completion(content, finish="stop", total=70):
    return json.dumps(
        {
            "choices": [
                {"message": {"role": "assistant", "content": content}, "finish_reason": finish}
            ],
            "usage": {"total_tokens": total},
        }
    )


class Reply:
    """What the server does with one request.

    Attributes:
        body, status, headers: what it sends.
        claimed: length it claims for the body, when that is a lie.
        delay: seconds it waits first.
    """

    def __init__(self, body="", status=200, headers=None, claimed=None, delay=0.0):
        self.body = body.encode()
        self.status = status
        self.headers = headers or {}
        self.claimed = len(self.body) if claimed is None else claimed
        self.delay = delay


@contextmanager
def chat_server(*replies):
    """A server on loopback with replies in order, the last one again and again.

    Yields:
        Its base address, and the list of what it was asked: (headers, decoded body).
    """
    left, asked, over = list(replies), [], threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            asked.append((dict(self.headers), json.loads(self.rfile.read(length))))
            reply = left.pop(0) if len(left) > 1 else left[0]
            over.wait(reply.delay)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(reply.claimed))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_):
            pass

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
