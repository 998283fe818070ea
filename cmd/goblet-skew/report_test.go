package main

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"goblet/browser"
)

func TestTheTableSaysWhatIsMissedAndWhereTheProcessorWasBusy(t *testing.T) {
	rows := []row{
		figure("a", []float64{3, 1, 2}, "<= 2", func(median, _ float64) bool { return median <= 2 }),
		figure("b", []float64{math.Inf(1)}, "<= 500", func(median, _ float64) bool { return median <= 500 }),
		{Measure: "c", Measured: "7", Late: 31, Lag: 16},
	}
	var out strings.Builder
	if err := writeTable(&out, rows); err != nil {
		t.Fatal(err)
	}
	want := `| measure, ms     | measured | goal   |        | timers late, program / pages |
|-----------------|----------|--------|--------|------------------------------|
| a: median / max | 2 / 3    | <= 2   | met    | 0 / 0                        |
| b               | never    | <= 500 | MISSED | 0 / 0                        |
| c               | 7        |        |        | 16 / 31 (busy)               |
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestWhatIsWrongInTheFlagsIsSaid(t *testing.T) {
	for args, want := range map[string]string{
		"--phases steady,sped": `"sped"`,
		"--engine opera":       `"opera"`,
		"--viewers 1":          "--viewers",
		"--steady 0s":          "--steady",
		"film.mp4":             "film.mp4",
		"--url https://a.test": "--url",
	} {
		if err := run(t.Context(), strings.Fields(args), io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want a message with %s", args, err, want)
		}
	}
}

// partyOfTwo is a party that has been measured.
func partyOfTwo() *party {
	a, b := player{{0, 10, 0}}.sampled(0, 3000), player{{0, 10.1, 0}, {1000, 0, seeking}, {1500, 11.5, 0}}.sampled(5, 3000)
	a.name, b.name = "A", "B"
	a.beliefs = []belief{{at: 10, drift: 3, room: playback{position: 9, at: 500_000 - 1000, rate: 1}}}
	b.marks = []mark{{"seeking", 1000}}
	return &party{engines: []browser.Engine{browser.Chromium, browser.Firefox}, traces: []*trace{a, b},
		spans: []span{{"steady", 0, 2000, 3, 1}, {"a < b", 2000, 3000, math.NaN(), 1}}, server: bounds{-500_000, -500_000}}
}

func TestThePictureIsWellFormedAndLeavesHolesWhereNothingPlayed(t *testing.T) {
	p := partyOfTwo()
	if where, known := p.timeline().position(500); !known || !near(where, 10.5) {
		t.Fatalf("the room was at %v", where)
	}
	drawn := p.draw()
	decoder := xml.NewDecoder(strings.NewReader(drawn))
	lines := map[string]string{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, drawn)
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Local != "path" {
			continue
		}
		attributes := map[string]string{}
		for _, a := range element.Attr {
			attributes[a.Name.Local] = a.Value
		}
		if class := attributes["class"]; lines[class] == "" {
			lines[class] = attributes["d"]
		}
	}
	for class, pieces := range map[string]int{"line c0": 1, "line c1": 2} {
		if got := strings.Count(lines[class], "M"); got != pieces {
			t.Errorf("%s has %d pieces, want %d: %q", class, got, pieces, lines[class])
		}
	}
}

func TestAllSamplesAndFiguresAreSaved(t *testing.T) {
	p := partyOfTwo()
	path := filepath.Join(t.TempDir(), "skew.json")
	never := figure("b", []float64{math.Inf(1)}, "<= 500", nil)
	never.Late = math.NaN()
	if err := p.save(path, "a machine", []row{never}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got saved
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Viewers) != 2 || len(got.Viewers[0].Samples) != len(p.traces[0].samples) || got.Viewers[1].Marks[0].Kind != "seeking" {
		t.Errorf("samples or marks are lost in %s", data)
	}
	if len(got.Rows) != 1 || got.Rows[0].Measured != "never" || len(got.Phases) != 2 {
		t.Errorf("rows or phases are lost in %s", data)
	}
}
