"""Tell who asks: passwords, log-ins that can be ended, tokens of programs."""
