package views

import (
	"maps"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// colours reads the custom properties that are plain colours out of a piece of a style sheet.
func colours(css string) map[string]string {
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`--([\w-]+):\s*#([0-9a-f]{6});`).FindAllStringSubmatch(css, -1) {
		found[m[1]] = m[2]
	}
	return found
}

// luminance is the relative luminance of WCAG 2 of a colour like "8e1f3b".
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		t.Fatalf("%q is no colour", colour)
	}
	part := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestTextIsReadableInBothSchemes(t *testing.T) {
	css, err := os.ReadFile("../assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	sections := regexp.MustCompile(`(?m)^@media \(prefers-color-scheme: dark\)|^/\* Avatars`).Split(string(css), -1)
	if len(sections) != 3 {
		t.Fatalf("tokens.css has %d sections, want light, dark and avatars", len(sections))
	}
	light, dark := colours(sections[0]), colours(sections[0])
	maps.Copy(dark, colours(sections[1]))
	const text, boundary = 4.5, 3
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"text", "bg", text}, {"text", "surface", text}, {"text", "raised", text}, {"text", "raised-hover", text},
		{"muted", "bg", text}, {"muted", "surface", text}, {"muted", "raised", text},
		{"on-wine", "wine", text}, {"on-wine", "wine-hover", text},
		{"gold", "surface", text}, {"gold", "bg", text}, {"gold", "gold-soft", text}, {"live", "surface", text}, {"alarm", "surface", text}, {"gold", "raised", text},
		{"line-strong", "surface", boundary}, {"line-strong", "bg", boundary}, {"focus", "bg", boundary}, {"focus", "surface", boundary},
	}
	for scheme, palette := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range pairs {
			if got := contrast(t, palette[pair.front], palette[pair.back]); got < pair.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", scheme, pair.front, pair.back, got, pair.least)
			}
		}
	}
	discs := regexp.MustCompile(`--disc: #(\w{6}); --disc-ink: #(\w{6})`).FindAllStringSubmatch(sections[2], -1)
	if len(discs) != hues {
		t.Errorf("%d avatar colours, want %d", len(discs), hues)
	}
	for n, disc := range discs {
		if got := contrast(t, disc[1], disc[2]); got < 7 {
			t.Errorf("hue-%d: the letter has a contrast of %.2f, want 7", n, got)
		}
	}
}
