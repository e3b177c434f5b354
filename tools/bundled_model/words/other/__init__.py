"""What people say that is none of the jobs."""
