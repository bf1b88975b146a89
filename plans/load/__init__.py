"""A believable database of any size, for the bench and for whoever wants to see the product under load."""
