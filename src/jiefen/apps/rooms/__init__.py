"""The joint room, caucuses and the mediator's notes."""
