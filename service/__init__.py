"""Service after the sale: tickets, clocks, dispatch, repair reports and callbacks, beside the parts they use."""
