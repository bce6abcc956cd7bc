"""The door that a web server opens; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glutes_site.settings.prod")

application = get_wsgi_application()
