"""Make a believable company to look around in: its history is played through the scripts that everybody uses."""
