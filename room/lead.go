package room

// Bounds of the lead, in milliseconds.
const (
	minLead     = 50
	maxLead     = 500
	defaultLead = 150 // while no viewer has measured its delay
)

// leadFor returns the lead in milliseconds that lets an event reach viewers
// whose one-way delays (milliseconds) are given before it is due, with some
// time for each to seek.
func leadFor(delays []float64) float64 {
	if len(delays) == 0 {
		return defaultLead
	}
	longest := 0.0
	for _, d := range delays {
		longest = max(longest, d)
	}
	return min(max(1.5*longest+40, minLead), maxLead)
}
