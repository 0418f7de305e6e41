"""One closed-loop client of the survey's bench: the next request goes out when the last one is answered.

A process of its own, on nothing but the standard library. It is given its orders as one line of JSON, says "ready",
begins at the next line and prints what it saw. `plain` asks with http.client, as a form's users would write it, and
fetches a token for each answer; otherwise one kept socket and answers written beforehand, so that the client costs
little.
"""

import http.client
import json
import socket
import sys
import time
from typing import Any
from urllib.parse import urlencode

from cermat.survey.formula.token import token_of

Orders = dict[str, Any]
BEFOREHAND = 3000  # answers that are written before the clock runs; more than a client sends in a run of 8 seconds
ACCEPT = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}


def main() -> None:
    orders = json.loads(sys.stdin.readline())
    send = plain_sender(orders) if orders["plain"] else raw_sender(orders)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    took, stored, at = [], 0, 0
    until = time.perf_counter() + orders["seconds"]
    while (begun := time.perf_counter()) < until:
        stored += send(key_of(orders, at))
        took.append(time.perf_counter() - begun)
        at += 1
    json.dump({"took": took, "stored": stored}, sys.stdout)


def key_of(orders: Orders, at: int) -> str:
    return f"{orders['name']}{at:014d}"


def fields_of(orders: Orders, key: str) -> dict[str, str]:
    """Every fifth answer brings a suggestion along."""
    said = {"suggestion": "Ruang tunggu kurang kursi, petugas ramah."} if key[-1] in "05" else {}
    return {**orders["fields"], **said, "key": key}


def raw_sender(orders: Orders) -> Any:
    """Sends bytes over one kept connection; whether the answer was stored."""
    line = socket.create_connection((orders["host"], orders["port"]))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    lines = [f"POST {orders['path']} HTTP/1.1", f"Host: {orders['host']}", *(f"{k}: {v}" for k, v in ACCEPT.items())]
    head = "\r\n".join(lines) + "\r\nContent-Length: "

    def written(key: str) -> bytes:
        token = token_of(orders["secret"], orders["survey"], key, orders["expires"])
        body = urlencode({**fields_of(orders, key), "token": token})
        return f"{head}{len(body)}\r\n\r\n{body}".encode()

    beforehand = {key: written(key) for key in (key_of(orders, at) for at in range(BEFOREHAND))}

    def send(key: str) -> bool:
        line.sendall(beforehand.pop(key, b"") or written(key))
        return b'"stored"' in read_reply(line)

    return send


def read_reply(line: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += received(line)
    head, _blank, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += received(line)
    return body


def received(line: socket.socket) -> bytes:
    part = line.recv(65536)
    if not part:
        raise ConnectionError("the server hung up")
    return part


def plain_sender(orders: Orders) -> Any:
    """A token and then the answer, by http.client."""
    line = http.client.HTTPConnection(orders["host"], orders["port"])

    def asked(path: str, fields: dict[str, str]) -> Any:
        line.request("POST", path, urlencode(fields), ACCEPT)
        return json.loads(line.getresponse().read())

    def send(key: str) -> bool:
        token = asked(orders["token_path"], {"key": key})["token"]
        return bool(asked(orders["path"], {**fields_of(orders, key), "token": token})["code"] == "stored")

    return send


if __name__ == "__main__":
    main()
