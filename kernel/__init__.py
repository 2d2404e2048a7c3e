"""The ground every room stands on: database base and guards, exact amounts, errors, clock, two-language text."""
