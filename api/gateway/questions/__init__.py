"""Simple questions: a text in, a text out, whoever answers.

bodies      what clients send
asking      a body as a request for whoever serves it
answers     what they get back, whole and as a stream
endpoint    their requests and errors: problem documents
paths       `POST /query`, `POST /stream`, `POST /api/v1/chat`
executing   `POST /api/v1/orchestration/execute`
routes      all four
"""
