package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"goblet/media/transcode"
	"goblet/room"
)

// metrics are measurements in the Prometheus text format. They name nobody, and
// no room: a room's id is its key.
func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) error {
	m, stats := s.rooms.Measure(), s.hub.Stats()
	var b strings.Builder
	gauge := func(name, help string, value float64) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %[1]s gauge\n%[1]s %[3]g\n", name, help, value)
	}
	gauge("goblet_rooms", "Rooms in memory.", float64(m.Rooms))
	gauge("goblet_viewers", "Viewers in them.", float64(m.Viewers))
	b.WriteString("# HELP goblet_viewers_by_transport Viewers by how they hear of events.\n# TYPE goblet_viewers_by_transport gauge\n")
	for _, transport := range []string{"events", "post", "poll", "unknown"} {
		fmt.Fprintf(&b, "goblet_viewers_by_transport{transport=%q} %d\n", transport, m.Transports[transport])
	}
	gauge("goblet_rooms_in_play", "Rooms in which two or more players play: those whose skew is known.", float64(len(m.Skews)))
	if n := len(m.Skews); n > 0 {
		gauge("goblet_room_skew_median_milliseconds", "Median over rooms of the largest distance between two players.", m.Skews[n/2])
		gauge("goblet_room_skew_max_milliseconds", "The largest distance between two players of one room.", m.Skews[n-1])
	}
	writeHistogram(&b, "goblet_drift_milliseconds", "Distance of a playing viewer from its room, as reported every 5 s.", m.Drifts)
	fmt.Fprintf(&b, "# HELP goblet_streams Open event streams.\n# TYPE goblet_streams gauge\ngoblet_streams %d\n", stats.Streams)
	fmt.Fprintf(&b, "# HELP goblet_streams_direct Open event streams that are written to their sockets, past net/http.\n"+
		"# TYPE goblet_streams_direct gauge\ngoblet_streams_direct %d\n", stats.Direct)
	fmt.Fprintf(&b, "# HELP goblet_streams_evicted_total Streams that were cut off for being too slow.\n"+
		"# TYPE goblet_streams_evicted_total counter\ngoblet_streams_evicted_total %d\n", stats.Evicted)
	fmt.Fprintf(&b, "# HELP goblet_frames_total Frames sent to viewers.\n# TYPE goblet_frames_total counter\ngoblet_frames_total %d\n", stats.Frames)
	if s.converter != nil {
		writeConversions(&b, s.converter.Counters())
	}
	return writeText(w, b.String())
}

// writeConversions adds where converted segments come from and go to.
func writeConversions(b *strings.Builder, c transcode.Counters) {
	fmt.Fprintf(b, "# HELP goblet_conversions Conversions under way: running ffmpegs.\n# TYPE goblet_conversions gauge\ngoblet_conversions %d\n", c.Running)
	for _, counter := range []struct {
		name, help string
		value      uint64
	}{
		{"converted", "Segments of films that this node has converted.", c.Converted},
		{"from_store", "Converted segments of other nodes, got from the store.", c.FromShelf},
		{"from_nodes", "Converted segments of other nodes, got from the node itself.", c.FromNodes},
		{"given", "Converted segments that other nodes were given.", c.Given},
		{"stored", "Converted segments that were put into the store.", c.Shelved},
		{"unstored", "Converted segments that could not be put into the store.", c.Unshelved},
	} {
		fmt.Fprintf(b, "# HELP goblet_segments_%s_total %s\n# TYPE goblet_segments_%[1]s_total counter\ngoblet_segments_%[1]s_total %[3]d\n",
			counter.name, counter.help, counter.value)
	}
}

// writeHistogram adds a histogram in the Prometheus text format.
func writeHistogram(b *strings.Builder, name, help string, h room.Histogram) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %[1]s histogram\n", name, help)
	for i, bound := range h.Bounds {
		fmt.Fprintf(b, "%s_bucket{le=%q} %d\n", name, strconv.FormatFloat(bound, 'g', -1, 64), h.Within[i])
	}
	fmt.Fprintf(b, "%s_bucket{le=\"+Inf\"} %d\n%[1]s_sum %[3]g\n%[1]s_count %[2]d\n", name, h.Count, h.Sum)
}
