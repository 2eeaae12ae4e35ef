"""What is asked or said above a screen."""
