package views

import (
	"context"

	"goblet/words"
)

const (
	offlineStyles = "home"
	offlineScript = "js/offlinepage.js"
	offlineImage  = "goblet.svg"
)

// OfflineAssets returns the addresses of all that the offline page is made of.
func OfflineAssets(ctx context.Context) []string {
	parts := []string{asset(ctx, styleSheet("tokens", "base")), asset(ctx, styleSheet(offlineStyles)), asset(ctx, offlineScript), image(ctx, offlineImage)}
	if l := words.From(ctx); l != words.English {
		parts = append(parts, wordsFile(ctx, l)) // also has browsers keep the page anew when its language is changed
	}
	return parts
}
