package views

import (
	"context"

	"goblet/words"
)

// fixText says what keeps a viewer from playing the film through and what would help, "" if nothing is known to.
func fixText(ctx context.Context, v ReadyViewer) string {
	times := words.From(ctx).Decimal(v.Fill, 1)
	switch {
	case v.Fix == "browser":
		return t(ctx, "this browser can’t play the film: try another")
	case v.Fix == "smaller":
		return t(ctx, "line too slow ({times} × the film’s speed): the smaller picture would do", "times", times)
	case v.Fix == "wait" && v.Wait > 0:
		return t(ctx, "line too slow ({times} × the film’s speed): a head start of {time} would do", "times", times, "time", About(v.Wait))
	case v.Fix == "wait":
		return t(ctx, "line too slow ({times} × the film’s speed): it may stop now and then", "times", times)
	}
	return ""
}
