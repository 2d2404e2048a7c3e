"""Plan stock from demand: classes, forecasts, lead times, stock levels and order quantities.

The nouns of this room are pure: they take and give numpy arrays over all parts at once,
shape ``(parts, periods)`` with the oldest period first.  A blank (NaN) means *not observed*,
a zero means *observed, and nobody asked*.  Floats live in this room only.
"""
