"""Goods from the ramp to the shelf: arrivals, acceptance standards, inspection, and what goes back to the supplier."""
