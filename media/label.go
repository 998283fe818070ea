package media

import (
	"strings"

	"goblet/media/container"
	"goblet/words"
)

// TrackLabels returns what people choose sound tracks by: the language in its
// own words and the title that the film gives the track, else its number. No
// two are the same.
func TrackLabels(tracks []container.Track) []words.Sentence {
	labels := make([]words.Sentence, len(tracks))
	for i, t := range tracks {
		labels[i] = words.Say("Sound {n}", "n", i+1)
		if label := trackLabel(t); label != "" {
			labels[i] = words.Plain(label)
		}
	}
	distinguish(labels, func(i int) words.Sentence { return channelNames(tracks[i].Channels) })
	distinguish(labels, func(i int) words.Sentence { return words.Plain(tracks[i].CodecName()) })
	seen := make(map[string]int)
	for i, l := range labels {
		if seen[l.String()]++; seen[l.String()] > 1 {
			labels[i] = words.Say("{label} {n}", "label", l, "n", seen[l.String()])
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
func distinguish(labels []words.Sentence, detail func(int) words.Sentence) {
	alike := make(map[string][]int)
	for i, l := range labels {
		alike[l.String()] = append(alike[l.String()], i)
	}
	for _, group := range alike {
		details := make(map[string]bool)
		for _, i := range group {
			details[detail(i).String()] = true
		}
		if len(details) < 2 {
			continue
		}
		for _, i := range group {
			if d := detail(i); d.String() != "" {
				labels[i] = words.Say("{label}, {detail}", "label", labels[i], "detail", d)
			}
		}
	}
}

// channelNames says how many channels there are as people do.
func channelNames(channels int) words.Sentence {
	switch channels {
	case 0:
		return words.Sentence{}
	case 1:
		return words.Say("mono")
	case 2:
		return words.Say("stereo")
	case 6:
		return words.Plain("5.1")
	case 8:
		return words.Plain("7.1")
	}
	return words.Count(channels, "{n} channels", "{n} channels")
}
