"""The sections of the configuration; `orchestration.config` puts them together."""
