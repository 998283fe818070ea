package views

import "context"

const (
	offlineStyles = "home"
	offlineScript = "js/offlinepage.js"
	offlineImage  = "goblet.svg"
)

// OfflineAssets returns the addresses of all that the offline page is made of.
func OfflineAssets(ctx context.Context) []string {
	return []string{asset(ctx, styleSheet("tokens", "base")), asset(ctx, styleSheet(offlineStyles)), asset(ctx, offlineScript), image(ctx, offlineImage)}
}
