package views

import "strconv"

// readySummary says how many are ready: "2 of 3 are ready".
func readySummary(r Readiness) string {
	switch {
	case r.Count > 0 && r.Ready == r.Count:
		return "Everybody is ready"
	case r.Ready == 0:
		return "Nobody is ready yet"
	case r.Ready == 1:
		return "1 of " + strconv.Itoa(r.Count) + " is ready"
	}
	return strconv.Itoa(r.Ready) + " of " + strconv.Itoa(r.Count) + " are ready"
}

// readyText says what a viewer lacks to start, or how much is loaded.
func readyText(v ReadyViewer) string {
	loaded := strconv.Itoa(int(v.Buffer)) + " s loaded"
	switch {
	case v.Away:
		return "away"
	case !v.Joined:
		return "has not joined yet"
	case !v.Clock:
		return "setting the clock"
	case !v.Loaded && v.Buffer == 0:
		return "loading the film"
	case !v.Loaded:
		return "loading, " + loaded
	}
	return loaded
}
