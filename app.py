"""The site as an application: scripts/run serves `app:server`; `python app.py` is for developing."""

from dashboards import create_app

app = create_app()
server = app.server

if __name__ == "__main__":
    app.run()
