"""One request reads one release, from its first figure to the name of its file; and what happens where it is damaged.

Damage is mostly seen before a request reads anything. Where a file is found damaged while an answer is being made, the
answer is made once more of the last whole release; where there is none, or where the address names the damaged release
itself, it is 503 with the file's name.
"""

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from dashboards.front.answers import SERVED
from dashboards.query import urls
from dashboards.routes import embed
from dashboards.web import errors
from etl.model.errors import DamagedError
from etl.release import serving


def add_binding(server: Flask) -> None:
    """Let every request hold to the release that it asked for first."""

    @server.before_request
    def begin() -> None:
        serving.begin()

    @server.after_request
    def say(answer: Response) -> Response:
        request.environ[SERVED] = str(serving.bound() or "")
        return answer

    @server.teardown_request
    def end(_: BaseException | None) -> None:
        serving.end()


def add_second_attempt(server: Flask, page_of: errors.PageOf) -> None:
    """Answer of another release where the one that is served was found damaged."""

    @server.errorhandler(DamagedError)
    def damaged(error: DamagedError) -> ResponseReturnValue:
        if "again" in g or not _another(error):
            page = errors.of_ours(server, error, page_of)
            return embed.refused(error) if urls.is_embed(request.path) else page
        g.again = True
        try:
            return server.dispatch_request()
        except Exception as e:  # whatever it is, it is answered as it would have been at first
            return server.handle_user_exception(e)


def _another(error: DamagedError) -> bool:
    """Whether there is a release to serve in the place of the damaged one, from now on in this request."""
    serving.forget(error.release)
    serving.begin()
    try:
        return error.release not in ("", serving.served().id)
    except DamagedError:
        return False
