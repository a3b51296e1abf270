"""Start the site: `gunicorn app:server`, or `python app.py` while developing."""

from dashboards import create_app

app = create_app()
server = app.server

if __name__ == "__main__":
    app.run()
