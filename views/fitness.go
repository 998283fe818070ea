package views

import (
	"context"
	"strconv"
)

// fixText says what keeps a viewer from playing the film through and what would help, "" if nothing is known to.
func fixText(ctx context.Context, v ReadyViewer) string {
	slow := "line too slow (" + strconv.FormatFloat(v.Fill, 'f', -1, 64) + " × the film’s speed)"
	switch {
	case v.Fix == "browser":
		return "this browser can’t play the film: try another"
	case v.Fix == "smaller":
		return slow + ": the smaller picture would do"
	case v.Fix == "wait" && v.Wait > 0:
		return slow + ": a head start of " + length(ctx, v.Wait) + " would do"
	case v.Fix == "wait":
		return slow + ": it may stop now and then"
	}
	return ""
}
