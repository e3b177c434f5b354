"""The jobs that the model learns; each module draws samples of one."""
