package main

import (
	"encoding/json"
	"os"
	"time"
)

// figures are what a run has shown, for programs that draw curves.
type figures struct {
	Machine string          `json:"machine"`
	Viewers int             `json:"viewers"`
	Rooms   int             `json:"rooms"`
	Rate    float64         `json:"rate"`    // actions a second
	Seconds float64         `json:"seconds"` // of them
	Servers []serverFigures `json:"servers"` // Goblet first
}

// serverFigures are one server's. Times are milliseconds and memory is bytes, unless the name says else.
type serverFigures struct {
	Name       string        `json:"name"`
	Last       spreadFigures `json:"last"` // from an action until the last viewer of the room has its event
	Each       spreadFigures `json:"each"`
	Events     int           `json:"events"`
	Refused    int           `json:"refused"` // actions that became no event
	Deliveries int           `json:"deliveries"`
	DeliveredS float64       `json:"deliveries_per_second"`
	EventBytes float64       `json:"event_bytes"`
	Processor  float64       `json:"processor_us_per_delivery"`
	Direct     bool          `json:"direct"` // streams are written to their sockets
	Memory     memoryFigures `json:"memory"`
	Lost       uint64        `json:"lost"`
	Repeated   int           `json:"repeated"`
	Misordered int           `json:"misordered"`
	Resets     int           `json:"resets"`
	Ended      int           `json:"ended"`   // streams of prompt viewers, by the server
	Evicted    int           `json:"evicted"` // by the server's count; -1: not known
	JoiningS   float64       `json:"joining_seconds,omitempty"`
	Storm      *stormFigures `json:"storm,omitempty"`
	Burst      *burstFigures `json:"burst,omitempty"`
}

type spreadFigures struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// memoryFigures are the server's resident bytes; 0: not known.
type memoryFigures struct {
	Start  int `json:"start"`
	Joined int `json:"joined"`
	Idle   int `json:"idle"`
	Loaded int `json:"loaded"`
}

type stormFigures struct {
	Back    spreadFigures `json:"back"` // until a stream speaks again
	AllS    float64       `json:"all_seconds"`
	Refused int           `json:"refused"`
}

type burstFigures struct {
	Events     int     `json:"events"`
	Deliveries int     `json:"deliveries"`
	Seconds    float64 `json:"seconds"`
	DeliveredS float64 `json:"deliveries_per_second"`
}

// writeJSON writes what a run has shown into a file.
func writeJSON(file, machine string, o options, servers []outcome) error {
	all := figures{Machine: machine, Viewers: o.viewers, Rooms: o.rooms, Rate: o.script.rate, Seconds: o.span.Seconds()}
	for _, s := range servers {
		all.Servers = append(all.Servers, s.figures())
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}

func (o outcome) figures() serverFigures {
	f := serverFigures{
		Name: o.name, Last: figuresOf(o.last), Each: figuresOf(o.each), Events: len(o.acts.posts), Refused: o.acts.not,
		Deliveries: o.deliveries, DeliveredS: perSecond(o.deliveries, o.took), EventBytes: o.size,
		Processor: float64(o.processor.Microseconds()) / float64(max(1, o.deliveries)), Direct: o.direct,
		Memory: memoryFigures{o.memory.start, o.memory.joined, o.memory.idle, o.memory.loaded},
		Lost:   o.faults.lost, Repeated: o.faults.repeated, Misordered: o.faults.misordered, Resets: o.faults.resets,
		Ended: o.ended, Evicted: o.evicted, JoiningS: o.joining.Seconds(),
	}
	if s := o.storm; s != nil {
		f.Storm = &stormFigures{figuresOf(s.back), s.all.Seconds(), s.refused}
	}
	if b := o.burst; b != nil {
		f.Burst = &burstFigures{len(b.acts.posts), b.deliveries, b.took.Seconds(), b.rate()}
	}
	return f
}

func figuresOf(s spread) spreadFigures { return spreadFigures{s.p50, s.p99, s.max} }

// perSecond is n over a time, 0 if that is none: JSON knows no infinity.
func perSecond(n int, over time.Duration) float64 {
	if over <= 0 {
		return 0
	}
	return float64(n) / over.Seconds()
}
