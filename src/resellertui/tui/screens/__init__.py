"""Whole screens: the frame, signing in, pages above the frame."""
