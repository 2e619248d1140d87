"""A mail server for tests: one line of JSON with its port, then one for each letter that came.

usage: office.py tls|starttls|clear CERTIFICATE KEY
What it does with a letter is said by the mailbox it goes to.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

LOGIN, PASSWORD = b"desk@zhuldyz.kz", "құпия-7".encode()


def say(**what):
    print(json.dumps(what), flush=True)


class Post:
    def __init__(self):
        self.seen = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        say(mail=address)
        if address.startswith("other@"):
            return "553 5.7.1 not yours"
        if address.startswith("closing@"):
            return "421 4.3.2 shutting down"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "later" and name not in self.seen:
            self.seen.add(name)
            return "451 4.7.1 greylisted"
        if name == "nobody":
            return "550 5.1.1 no such user"
        if name == "mute-before":
            await asyncio.sleep(2)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            sender=envelope.mail_from,
            to=envelope.rcpt_tos,
            headers={name: str(value) for name, value in letter.items()},
            kind=letter.get_content_type(),
            charset=letter.get_content_charset(),
            ascii=envelope.content.isascii(),
            text=letter.get_content(),
        )
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "dies":
            server.transport.abort()
        if name in ("mute", "dies"):
            await asyncio.sleep(2)
        return {
            "full": "452 4.3.1 no room",
            "spam": "554 5.7.1 not wanted",
            "odd": "354 go on",
        }.get(name, "250 2.0.0 queued as 4X7")


def authenticate(server, session, envelope, mechanism, data):
    is_known = (data.login, data.password) == (LOGIN, PASSWORD)
    return AuthResult(success=is_known, handled=False)


async def main(security, certificate, key):
    context = None
    if security != "clear":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)
    post = Post()
    is_later = security == "starttls"

    def serve():
        return SMTP(
            post,
            hostname="mail.test",
            tls_context=context if is_later else None,
            require_starttls=is_later,
            auth_required=security != "clear",
            auth_require_tls=is_later,
            authenticator=authenticate,
            loop=loop,
        )

    server = await loop.create_server(serve, "127.0.0.1", 0, ssl=None if is_later else context)
    say(port=server.sockets[0].getsockname()[1])
    # Ends with whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main(*sys.argv[1:]))
