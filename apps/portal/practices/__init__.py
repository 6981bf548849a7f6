"""The practices that the portal is built from, as rows: what was published of three cities.

Each practice hangs under a root of its own and has ended, so that no list, number or duty of today
knows of it; `figures` computes from its rows what the public report says (decision 0025).
"""
