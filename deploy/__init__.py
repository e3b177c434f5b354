"""Ways to run Switchyard: on one machine (`deploy.local`) and in containers (`deploy/docker`)."""
