"""`python -m config.mailsink PORT FOLDER`: the demo's mail server; keeps every letter in a Maildir, sends none on."""

import asyncio
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def serve(port: int, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    handler = Mailbox(str(folder))
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, hostname="localhost", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
