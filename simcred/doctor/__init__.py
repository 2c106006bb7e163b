"""What the facts of a computer, of git, of a folder and of its repository mean for a person: facts in, diagnoses out."""
