"""How much one request may send: the address, and the body however it is sent, whole or in pieces without an end.

Who sends more is told so, and the connection is closed, so that nothing reads on what will never be used.
"""

from flask import Flask, Response, abort, request

MOST_BYTES = 64_000  # of a body
LONGEST_ADDRESS = 8_000  # characters of path and query


def add_limits(server: Flask) -> None:
    """Refuse what is too long with 413 and 414."""
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @server.before_request
    def check() -> None:
        if len(request.query_string) + len(request.path) > LONGEST_ADDRESS:
            abort(414)
        if (request.content_length or 0) > MOST_BYTES:
            abort(413)

    @server.after_request
    def close(answer: Response) -> Response:
        """A body that was not read is not read on: servers would read it to its end, were the connection kept."""
        chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        if answer.status_code >= 400 and (chunked or request.content_length):
            answer.headers["Connection"] = "close"
        return answer
