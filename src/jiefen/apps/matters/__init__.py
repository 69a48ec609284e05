"""The record: matter, participation, event, deadline; perform(); work queue; the page of a matter.

Knows no other app but `people`. Everything written goes through one function of `services` for each act; everything
read leaves through `core.access`.
"""
