"""Who took out sensitive material: the rows that say so, the verb that writes them, the page that shows them."""
