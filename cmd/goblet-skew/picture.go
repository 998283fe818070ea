package main

// draw is a picture of how far each viewer was off the room over time.
func (p *party) draw() string { return "" }
