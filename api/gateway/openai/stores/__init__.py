"""`/v1/vector_stores`: collections of documents, as OpenAI's clients see them.

A vector store is a collection, a file in it a document that was made from an uploaded file and has
that file's id as its key; a batch of files is what documents came in together with.
"""
