"""A guard for requests to URLs that users set: they reach the public internet and nothing else.

`rules` decides, without a look at the network; `addresses` knows which addresses are public;
`transport` looks names up once, decides about each address, and connects to exactly these.
"""
