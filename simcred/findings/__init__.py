"""What can be wrong, and one thing that is: the catalogue of codes, and the Finding."""
