"""Make the papers of Sparewell: fixed templates filled from plain frozen dataclasses, given out as PDF."""
