package views

import "context"

// readySummary says how many are ready: "2 of 3 are ready".
func readySummary(ctx context.Context, r Readiness) string {
	switch {
	case r.Count > 0 && r.Ready == r.Count:
		return t(ctx, "Everybody is ready")
	case r.Ready == 0:
		return t(ctx, "Nobody is ready yet")
	}
	return tn(ctx, r.Ready, "{n} of {count} is ready", "{n} of {count} are ready", "count", r.Count)
}

// readyText says what a viewer lacks to start, or how much is loaded.
func readyText(ctx context.Context, v ReadyViewer) string {
	switch {
	case v.Away:
		return t(ctx, "away")
	case !v.Joined:
		return t(ctx, "has not joined yet")
	case !v.Clock:
		return t(ctx, "setting the clock")
	case !v.Loaded && v.Buffer == 0:
		return t(ctx, "loading the film")
	case !v.Loaded:
		return t(ctx, "loading, {s} s loaded", "s", int(v.Buffer))
	}
	return t(ctx, "{s} s loaded", "s", int(v.Buffer))
}
