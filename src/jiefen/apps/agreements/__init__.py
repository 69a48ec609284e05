"""Drafting, signing and refusing an agreement."""
