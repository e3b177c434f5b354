"""What headlines are made of, and how people ask for their tone."""
