"""What allauth asks us: who may sign up, how second-factor secrets are kept, what letters say."""

import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from jiefen.apps.people.secrets import open_text, seal_text


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from filing, from an invitation or from an administrator; there is no empty sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody needs an account before they have something to do here."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters link to the address that people type, not to whatever host a request named."""
        super().send_mail(template_prefix, email, {**context, "origin": settings.JIEFEN["origin"]})


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second-factor secrets are sealed by the master key; the database alone shows none."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return seal_text(text, "second-factor", os.urandom(12))

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises Unreadable when the master key is another one."""
        return open_text(encrypted_text, "second-factor")
