"""Makes the peer's database: one ticket with ten public messages and twenty of staff. Prints cookie and addresses."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer_helpdesk.settings")
import django

django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from helpdesk.models import FollowUp, Queue, Ticket  # noqa: E402

call_command("migrate", verbosity=0)
user = get_user_model().objects.create_superuser("staff", "staff@example.org", "x")
queue = Queue.objects.create(title="Q", slug="q", allow_public_submission=True)
text = "王建国退还押金二千八百元，双方再无其他争议。"
ticket = Ticket.objects.create(title="押金", queue=queue, submitter_email="li@example.org", description=text, status=1)
for number in range(30):
    FollowUp.objects.create(ticket=ticket, date=timezone.now(), title="said", comment=text, public=number < 10, user=user)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key, f"/tickets/{ticket.pk}/",
      f"/view/?ticket={queue.slug}-{ticket.pk}&email=li%40example.org&key={ticket.secret_key}")  # fmt: skip
