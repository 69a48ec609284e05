"""Accounts, sign-in, organisations and places.

Knows who may sign in and for which office somebody works. Refuses to know anything about a person's matters: nobody
is found here by what they are in dispute about, and no ethnicity, religion, biometrics or score of a person is kept.
"""
