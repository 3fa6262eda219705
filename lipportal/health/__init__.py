"""What the portal watches of itself: signs of life, and one look at everything it leans on."""
