"""Files of strangers, turned into text with its structure; without Django, in a limited process."""
