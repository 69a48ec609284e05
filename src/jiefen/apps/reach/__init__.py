"""Invitations, notices, channels, and the proof that somebody was reached."""
