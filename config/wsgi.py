import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# gunicorn runs no system checks of its own; settings and apps are there now.
from config.checks import refuse_to_serve  # noqa: E402

refuse_to_serve()
