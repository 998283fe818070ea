package views

import (
	"context"
	"strings"

	"goblet/assets"
)

// baseKey is under which a context carries the base.
type baseKey struct{}

// WithBase returns a context in which components are rendered for a Goblet that is reached below base: "" for the root
// of a site, else a path without a slash at its end, like "/goblet". Every address in them begins with it.
func WithBase(ctx context.Context, base string) context.Context {
	return context.WithValue(ctx, baseKey{}, base)
}

// at returns the address of a path of Goblet's own, such as "/library".
func at(ctx context.Context, path string) string {
	base, _ := ctx.Value(baseKey{}).(string)
	return base + path
}

// asset returns the address of a file of package assets.
func asset(ctx context.Context, name string) string { return at(ctx, assets.Path(name)) }

func image(ctx context.Context, name string) string { return asset(ctx, "img/"+name) }

// styleSheet returns the name of some style sheets of assets/css, named without their ending, as one.
func styleSheet(names ...string) string { return "css/" + strings.Join(names, "+") + ".css" }
