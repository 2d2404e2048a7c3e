"""Show arrivals, inspections, standards, claims and where a lot came from."""
