"""Makes the small model that ships with Switchyard, from nothing but this package."""
