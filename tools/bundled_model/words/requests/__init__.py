"""What people of a software company ask an AI helper for, and how they put it."""
