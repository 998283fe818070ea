package media

import "testing"

func TestASeriesGoesOnWhereTitlesDifferInANumber(t *testing.T) {
	for _, tt := range []struct {
		before, after string
		want          bool
	}{
		{"Show S01E01 Pilot", "Show S01E02 The Cat", true},
		{"Show S01E09", "Show S01E10", true},
		{"Show S01E10", "Show S02E01", true},
		{"1x01", "1x02", true},
		{"Folge 9", "Folge 10", true},
		{"Teil 1", "Teil 12", true},
		{"第1話", "第2話", true},
		{"Alien", "Brazil", false},
		{"Alien", "Aliens", false},
		{"Alien", "Alien 3", false},
		{"Heat", "Heat", false},
		{"Show 1", "Other 2", false},
		{"", "1", false},
	} {
		if got := goesOn(tt.before, tt.after); got != tt.want {
			t.Errorf("%q, %q: %v", tt.before, tt.after, got)
		}
	}
}
