"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from cermat.config.database import use_bundled_sqlite

use_bundled_sqlite()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
application = get_wsgi_application()
