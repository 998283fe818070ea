package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"goblet/views"
	"goblet/words"
)

// Limits are what the admin is shown of how Goblet was started; nothing is decided by them. Sizes are in bytes.
type Limits struct {
	Films       []string // files and folders; none: the sample
	Data        string   // folder
	NATS        string   // "" = in this process
	Store       string   // of films, "" = none
	UploadMax   int64
	UploadTotal int64
	UploadKeep  time.Duration
	DiskFree    int64
	RoomEvents  int64
	RoomAge     time.Duration
	LogBytes    int64
	Version     string // of this build
}

// limitsTold returns how Goblet was started, each with the flag that says so.
func (s *Server) limitsTold(ctx context.Context) []views.AdminLimit {
	l := s.told
	list := []views.AdminLimit{
		{What: words.T(ctx, "Who may upload"), Value: uploadsTold(ctx, s.uploads), Flag: "--uploads"},
		{What: words.T(ctx, "Largest film"), Value: words.Bytes(l.UploadMax).For(ctx), Flag: "--upload-max"},
		{What: words.T(ctx, "All uploads together"), Value: words.Bytes(l.UploadTotal).For(ctx), Flag: "--upload-total"},
		{What: words.T(ctx, "An unfinished upload is kept for"), Value: longTime(ctx, l.UploadKeep), Flag: "--upload-keep"},
		{What: words.T(ctx, "Stays free on the disk"), Value: words.Bytes(l.DiskFree).For(ctx), Flag: "--disk-free"},
		{What: words.T(ctx, "Viewers in one room"), Value: countTold(ctx, s.crowd.most.Room), Flag: "--room-viewers"},
		{What: words.T(ctx, "Streams of one network address"), Value: countTold(ctx, s.crowd.most.Address), Flag: "--address-streams"},
		{What: words.T(ctx, "Streams of all rooms"), Value: countTold(ctx, s.crowd.most.All), Flag: "--streams"},
		{What: words.T(ctx, "Events kept of a room"), Value: strconv.FormatInt(l.RoomEvents, 10), Flag: "--room-events"},
		{What: words.T(ctx, "An unused room is kept for"), Value: longTime(ctx, l.RoomAge), Flag: "--room-age"},
		{What: words.T(ctx, "All rooms’ events together"), Value: words.Bytes(l.LogBytes).For(ctx), Flag: "--log-bytes"},
		{What: words.T(ctx, "Events are kept"), Value: natsTold(ctx, l.NATS), Flag: "--nats"},
	}
	if s.converter != nil {
		_, limit := s.converter.Kept()
		list = append(list,
			views.AdminLimit{What: words.T(ctx, "Films are converted"), Value: s.converterTold(ctx), Flag: "--ffmpeg"},
			views.AdminLimit{What: words.T(ctx, "Converted at once"), Value: words.N(ctx, s.converter.Slots(), "{n} pictures, {n} sound tracks", "{n} pictures, {n} sound tracks")},
			views.AdminLimit{What: words.T(ctx, "Converted pieces kept"), Value: words.Bytes(limit).For(ctx), Flag: "--cache-bytes"},
		)
	}
	return append(list,
		views.AdminLimit{What: words.T(ctx, "Public address"), Value: s.urlTold(ctx), Flag: "--url"},
		views.AdminLimit{What: words.T(ctx, "Proxies that are trusted"), Value: s.proxiesTold(ctx), Flag: "--trusted-proxies"},
		views.AdminLimit{What: words.T(ctx, "Version"), Value: l.Version, Flag: "--version"},
	)
}

func countTold(ctx context.Context, most int) string {
	if most == 0 {
		return words.T(ctx, "any number")
	}
	return strconv.Itoa(most)
}

func uploadsTold(ctx context.Context, who string) string {
	switch who {
	case UploadsEveryone:
		return words.T(ctx, "everyone in a room")
	case UploadsHost:
		return words.T(ctx, "host, co-hosts and admin")
	}
	return words.T(ctx, "nobody")
}

// longTime writes a time as people do who wait for days.
func longTime(ctx context.Context, d time.Duration) string {
	const day = 24 * time.Hour
	if d >= 2*day && d%day == 0 {
		return words.N(ctx, int(d/day), "{n} day", "{n} days")
	}
	return views.About(d.Seconds()).For(ctx)
}

func natsTold(ctx context.Context, url string) string {
	if url == "" {
		return words.T(ctx, "by this program, in the data folder")
	}
	return words.T(ctx, "at an external NATS server")
}

func (s *Server) converterTold(ctx context.Context) string {
	if err := s.converter.Missing(); err != nil {
		return words.T(ctx, "no. {why}", "why", words.Told(err))
	}
	return words.T(ctx, "by ffmpeg {version}", "version", s.converter.Version())
}

func (s *Server) urlTold(ctx context.Context) string {
	switch public := s.Public(); {
	case public != nil:
		return public.String()
	case s.base != "":
		return words.T(ctx, "as each visitor came, below {path}", "path", string(s.base)+"/")
	}
	return words.T(ctx, "as each visitor came")
}

func (s *Server) proxiesTold(ctx context.Context) string {
	if len(s.proxies.trusted) == 0 {
		return words.T(ctx, "none")
	}
	all := make([]string, len(s.proxies.trusted))
	for i, prefix := range s.proxies.trusted {
		all[i] = prefix.String()
	}
	return strings.Join(all, ", ")
}
