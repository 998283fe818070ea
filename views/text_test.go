package views

import (
	"math"
	"testing"
	"time"
)

func TestTimesReadAsOnAPlayer(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "0:00", 7.9: "0:07", 754: "12:34", 3753.2: "1:02:33", 36000: "10:00:00", -3: "0:00", math.Inf(1): "0:00",
	} {
		if got := Clock(seconds); got != want {
			t.Errorf("Clock(%v) = %s, want %s", seconds, got, want)
		}
	}
	if got := Clock(math.NaN()); got != "0:00" {
		t.Errorf("Clock(NaN) = %s, want 0:00", got)
	}
}

func TestLengthsReadAsPeopleSayThem(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "", -1: "", math.Inf(1): "", 0.4: "1 s", 45: "45 s", 596: "10 min", 3600: "1 h", 6720: "1 h 52 min", 3599: "1 h",
	} {
		if got := length(t.Context(), seconds); got != want {
			t.Errorf("length(t.Context(), %v) = %q, want %q", seconds, got, want)
		}
	}
}

func TestARoomIsCalledByTheWordsOfItsID(t *testing.T) {
	for id, want := range map[string]string{
		"amber-otter-k3v9x2m7q4tz": "Amber otter", "lonely": "Lonely", "": "A room", "-x": "A room",
	} {
		if got := roomName(t.Context(), id); got != want {
			t.Errorf("roomName(t.Context(), %q) = %q, want %q", id, got, want)
		}
	}
}

func TestAnAvatarShowsTheFirstLetterWhole(t *testing.T) {
	for name, want := range map[string]string{
		"maya": "M", "  ólafur": "Ó", "": "?", "   ": "?", "李小龍": "李", "🦊 fox": "🦊", "e\u0301mile": "E\u0301",
	} {
		if got := initial(name); got != want {
			t.Errorf("initial(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestOnlyKnownColoursBecomeClasses(t *testing.T) {
	for color, want := range map[string]string{
		"hue-0": "hue-0", "hue-11": "hue-11", "hue-12": "hue-0", "hue--1": "hue-0", "": "hue-0", `x" onclick="`: "hue-0",
	} {
		if got := hue(color); got != want {
			t.Errorf("hue(%q) = %q, want %q", color, got, want)
		}
	}
}

func TestTheGateSaysWhoIsHere(t *testing.T) {
	a, b, c := Viewer{Name: "Ada"}, Viewer{Name: "Bo"}, Viewer{Name: "Cy"}
	for _, test := range []struct {
		viewers []Viewer
		count   int
		want    string
	}{
		{nil, 0, "You are the first one here"},
		{nil, 1, "1 person is here"},
		{nil, 9, "9 people are here"},
		{[]Viewer{a}, 1, "Ada is here"},
		{[]Viewer{a, b}, 2, "Ada and Bo are here"},
		{[]Viewer{a, b, c}, 3, "Ada, Bo and 1 more are here"},
		{[]Viewer{a, b, c}, 240, "Ada, Bo and 238 more are here"},
		{[]Viewer{a}, 0, "Ada is here"},
	} {
		if got := present(t.Context(), test.viewers, test.count); got != test.want {
			t.Errorf("present(t.Context(), %d viewers, %d) = %q, want %q", len(test.viewers), test.count, got, test.want)
		}
	}
}

func TestVisitsAreTimedAsRoughlyAsPeopleDo(t *testing.T) {
	now := time.Date(2026, time.November, 23, 20, 0, 0, 0, time.UTC)
	for since, want := range map[time.Duration]string{
		20 * time.Second: "just now", 90 * time.Second: "1 minute ago", 59 * time.Minute: "59 minutes ago",
		3 * time.Hour: "3 hours ago", 26 * time.Hour: "1 day ago", 65 * 24 * time.Hour: "2 months ago", 800 * 24 * time.Hour: "2 years ago", -time.Hour: "just now",
	} {
		if got := ago(t.Context(), now.Add(-since), now); got != want {
			t.Errorf("%v ago is %q, want %q", since, got, want)
		}
	}
	if got := ago(t.Context(), time.Time{}, now); got != "" {
		t.Errorf("never is %q, want nothing", got)
	}
}

func TestNamesAreJoinedAsPeopleDo(t *testing.T) {
	for want, names := range map[string][]string{
		"":                       nil,
		"Maya":                   {"Maya"},
		"Maya and Jon":           {"Maya", "Jon"},
		"Maya, Jon and Ann":      {"Maya", "Jon", "Ann"},
		"Maya, Jon and 3 others": {"Maya", "Jon", "Ann", "Li", "Bo"},
		"Maya, Jon and 2 others": {"Maya", "Jon", "Ann", "Li"},
	} {
		if got := Names(names).String(); got != want {
			t.Errorf("%v are %q, want %q", names, got, want)
		}
	}
}

func TestTheReadyCheckIsSummedUp(t *testing.T) {
	for want, r := range map[string]Readiness{
		"Everybody is ready":  {Count: 2, Ready: 2},
		"Nobody is ready yet": {Count: 2},
		"1 of 3 is ready":     {Count: 3, Ready: 1},
		"2 of 3 are ready":    {Count: 3, Ready: 2},
	} {
		if got := readySummary(t.Context(), r); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
}
