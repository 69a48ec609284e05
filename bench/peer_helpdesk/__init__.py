"""The peer of bench/page.py: a django-helpdesk installation."""
