"""Parts, locations, lots, movements and what follows from them: reservation, issue, return, stock-take, value."""
