"""A look inside files of evidence: what they are, whether they can be used, and small pictures of them."""
