"""Runs local models. Knows neither Django nor Celery.

Native code (llama.cpp, torch) runs in child processes only: this package's parent
side (`ports`, `client`, `generator`, `embedder`) never imports it.
"""
