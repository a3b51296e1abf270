"""The site as an application: scripts/run serves `app:site`; `python app.py` is for developing."""

from dashboards import create_app
from dashboards.front.asgi import Front

app = create_app()
server = app.server
site = Front(server.wsgi_app)

if __name__ == "__main__":
    app.run()
