"""Buying: suppliers and their scores, purchase plans, orders, and what was really delivered."""
