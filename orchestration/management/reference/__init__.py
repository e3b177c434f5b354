"""Pages of docs/reference that are made from the code; each module renders one."""
