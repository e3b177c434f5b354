"""Models outside of Switchyard: what they are asked, and how each speaks.

`table.py` lists the providers, `opening.py` opens one, `provider.py` says what each can be asked.
Adding one is a row, and a module where it speaks a format of its own. Nothing here tries again,
chooses, counts money or reads the environment: that is done above.

The types are our own and not those of `orchestration.inference`, a sibling: a request there names
a model's files and tokens, and arguments of tools have been read there, while models outside
write texts that are passed on as they are.
"""
