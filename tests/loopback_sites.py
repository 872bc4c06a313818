"""Web sites on this machine, with every way in which an address answers or does not."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

NAMES = ("127.0.0.1", "localhost")


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing of a visitor that leaves: some do, for want of trust."""


class Sites:
    """A site over https, one whose certificate nobody trusts, and one without any.

    Args:
        folder: Where the certificate of the authority goes that is to be trusted.
        authority: Who that is; a new one unless given.
    """

    def __init__(self, folder, authority=None):
        authority = authority or trustme.CA()
        self.certificate = folder / "sites.pem"
        authority.cert_pem.write_to_path(str(self.certificate))
        self.asked = []
        self.answers = {}
        self.waits = {}
        self._servers = []
        self.secure = self._start(authority.issue_cert(*NAMES))
        self.doubtful = self._start(trustme.CA().issue_cert(*NAMES))
        self.plain = self._start(None)

    def _start(self, certificate):
        server = _Quiet(("127.0.0.1", 0), _make_handler(self))
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self._servers.append(server)
        return f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"

    def stop(self):
        for server in self._servers:
            server.shutdown()
            server.server_close()


@contextmanager
def serve_sites(folder, authority=None):
    sites = Sites(folder, authority)
    try:
        yield sites
    finally:
        sites.stop()


def _make_handler(sites):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            sites.asked.append(self.path)
            answer = sites.answers.get(self.path, self.path.strip("/"))
            if answer == "hang":
                time.sleep(20)
            elif answer == "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
            elif str(answer).isdigit():
                self._answer(int(answer))
            else:
                self._answer(302, answer)

        def _answer(self, status, location=None):
            self.send_response(status)
            if self.path in sites.waits:
                self.send_header("Retry-After", sites.waits[self.path])
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    return Handler
