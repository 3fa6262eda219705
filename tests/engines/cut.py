"""A wire to a server that a test can cut and mend, because the server itself may be somebody else's."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from lipportal.processes import HOST


class Wire:
    """Carries bytes between whoever connects here and the server behind; cut, nobody gets through."""

    def __init__(self, address: str) -> None:
        self._parts = urlsplit(address)
        self._ends: list[socket.socket] = []
        self._door: socket.socket | None = None
        self.port = 0
        self.mend()

    @property
    def address(self) -> str:
        """Where to reach the server through this wire."""
        return f"redis://{HOST}:{self.port}{self._parts.path if self._parts.scheme != 'unix' else '/0'}"

    def mend(self) -> None:
        """Let everybody through, at the same port as before."""
        self._door = socket.socket()
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._door.bind((HOST, self.port))
        self._door.listen(50)
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._let_through, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """Let nobody through any more, those in the middle of a sentence included."""
        for end in (self._door, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._door, self._ends = None, []

    def _server(self) -> socket.socket:
        if self._parts.scheme == "unix":
            wire = socket.socket(socket.AF_UNIX)
            wire.connect(self._parts.path)
            return wire
        return socket.create_connection((self._parts.hostname or HOST, self._parts.port or 6379))

    def _let_through(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, far = door.accept()[0], self._server()
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
