"""Stand-ins for what lies outside of Switchyard, at the wire."""
