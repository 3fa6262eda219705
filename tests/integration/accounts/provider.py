"""An organization's sign-on, as OpenID Connect tells it: strict, small, on this machine alone."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal", "only-for-this-test"


class Provider(ThreadingHTTPServer):
    """Whoever is `person` has proven there who they are; `refusals` says what was asked wrongly, and why."""

    daemon_threads = True

    def __init__(self, redirects: set[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.redirects = redirects
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.person: dict = {}
        self.claims: dict = {}
        self.audience = CLIENT
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.refusals: list[str] = []

    def configuration(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes with its code; only for a registered address, and a challenge to prove it by."""
        _must(asked.get("client_id") == CLIENT, "another client")
        _must(asked.get("response_type") == "code", "another response type")
        _must(asked.get("redirect_uri") in self.redirects, f"{asked.get('redirect_uri')} is not registered")
        _must({"openid", "email"} <= set(asked.get("scope", "").split()), "scope")
        _must(asked.get("code_challenge_method") == "S256" and asked.get("code_challenge"), "no challenge")
        _must(asked.get("state"), "no state")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict:
        """The tokens for a code: once, to who holds the secret and the answer to the challenge."""
        begun = self.codes.pop(asked.get("code", ""), None)
        _must(begun is not None, "no such code")
        _must((asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET), "client or secret")
        _must(asked.get("grant_type") == "authorization_code", "grant type")
        _must(asked.get("redirect_uri") == begun["redirect_uri"], "another address than before")
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        _must(base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == begun["code_challenge"], "challenge")
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        now = int(time.time())
        said = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 300, "sub": self.person["sub"]}
        signed = jwt.encode({**said, **self.claims}, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def keys(self) -> dict:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}


class _Refused(Exception):
    pass


def _must(right: object, what: str) -> None:
    if not right:
        raise _Refused(what)


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args) -> None:
        """Nothing of this is anybody's log."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        values = {name: each[0] for name, each in parse_qs(asked.query).items()}
        pages = {
            "/.well-known/openid-configuration": self.server.configuration,
            "/keys": self.server.keys,
            "/userinfo": self._person,
        }
        if asked.path == "/authorize":
            self._answer(lambda: self.server.authorize(values), is_redirect=True)
        else:
            self._answer(pages[asked.path])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(lambda: self.server.token({name: each[0] for name, each in parse_qs(body).items()}))

    def _person(self) -> dict:
        _must(self.headers.get("Authorization", "").removeprefix("Bearer ") in self.server.tokens, "token")
        return self.server.person

    def _answer(self, make, *, is_redirect: bool = False) -> None:
        try:
            made = make()
        except _Refused as refusal:
            self.server.refusals.append(str(refusal))
            self._send(400, {"error": "invalid_request"})
            return
        self._send(302, None, made) if is_redirect else self._send(200, made)

    def _send(self, status: int, told: dict | None, location: str = "") -> None:
        body = json.dumps(told).encode() if told is not None else b""
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def open_provider(*redirects: str):
    """A provider that knows these return addresses, until the block ends."""
    provider = Provider(set(redirects))
    running = threading.Thread(target=provider.serve_forever, daemon=True)
    running.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        running.join()
