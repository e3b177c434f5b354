"""Words that the texts are made of."""
