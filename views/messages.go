package views

// Problem is what [ErrorPage] says, and where it leads.
type Problem struct {
	Status      int
	Title, Text string
	Label, Path string  // of the way on, below the base
	Preview     Preview // zero: none
}
