package media

import (
	"fmt"
	"strconv"
	"strings"

	"goblet/media/container"
)

// TrackLabels returns what people choose sound tracks by: the language in its
// own words and the title that the film gives the track, else its number. No
// two are the same.
func TrackLabels(tracks []container.Track) []string {
	labels := make([]string, len(tracks))
	for i, t := range tracks {
		labels[i] = trackLabel(t)
		if labels[i] == "" {
			labels[i] = "Sound " + strconv.Itoa(i+1)
		}
	}
	distinguish(labels, func(i int) string { return channelNames(tracks[i].Channels) })
	distinguish(labels, func(i int) string { return tracks[i].CodecName() })
	seen := make(map[string]int)
	for i, l := range labels {
		if seen[l]++; seen[l] > 1 {
			labels[i] = fmt.Sprintf("%s %d", l, seen[l])
		}
	}
	return labels
}

// trackLabel names a track by itself, "" when the film says nothing about it.
func trackLabel(t container.Track) string {
	name := languageName(t.Language)
	title := strings.TrimSpace(printable(t.Title))
	switch {
	case name == "" || strings.Contains(strings.ToLower(title), strings.ToLower(name)):
		if title != "" {
			return title
		}
		return name
	case title == "":
		return name
	}
	return name + " (" + title + ")"
}

// distinguish adds details to labels that are the same, if the details differ.
func distinguish(labels []string, detail func(int) string) {
	alike := make(map[string][]int)
	for i, l := range labels {
		alike[l] = append(alike[l], i)
	}
	for _, group := range alike {
		details := make(map[string]bool)
		for _, i := range group {
			details[detail(i)] = true
		}
		if len(details) < 2 {
			continue
		}
		for _, i := range group {
			if d := detail(i); d != "" {
				labels[i] += ", " + d
			}
		}
	}
}

// channelNames says how many channels there are as people do.
func channelNames(channels int) string {
	switch channels {
	case 0:
		return ""
	case 1:
		return "mono"
	case 2:
		return "stereo"
	case 6:
		return "5.1"
	case 8:
		return "7.1"
	}
	return strconv.Itoa(channels) + " channels"
}
