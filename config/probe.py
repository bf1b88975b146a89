"""`python -m config.probe`: exit code 0 when the web server of this container and its database answer."""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def main() -> int:
    # A host the site accepts; the probe itself goes to this machine and follows no proxy.
    host = urlsplit(os.environ.get("PUBLIC_URL", "")).hostname or "localhost"
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/suc-khoe/", headers={"Host": host})
        return int(connection.getresponse().status != 200)
    except (OSError, HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
