"""The WSGI application that any server can run: `granian --interface wsgi jiefen.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.site.settings")
application = get_wsgi_application()
