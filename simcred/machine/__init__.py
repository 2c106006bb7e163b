"""Asking the system: this computer, git, a folder, its repository. Nothing is changed, nobody is asked, every program has a time limit."""
