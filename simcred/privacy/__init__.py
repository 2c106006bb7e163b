"""Looking for people's names and numbers in text, so that no student's name leaves the building. Pure; finds places, repeats nothing."""
