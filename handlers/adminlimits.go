package handlers

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"goblet/views"
)

// Limits are what the admin is shown of how Goblet was started; nothing is decided by them. Sizes are in bytes.
type Limits struct {
	Films       []string // files and folders; none: the sample
	Data        string   // folder
	NATS        string   // "" = in this process
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
func (s *Server) limitsTold() []views.AdminLimit {
	l := s.told
	list := []views.AdminLimit{
		{What: "Who may upload", Value: uploadsTold(s.uploads), Flag: "--uploads"},
		{What: "Largest film", Value: views.Bytes(l.UploadMax).String(), Flag: "--upload-max"},
		{What: "All uploads together", Value: views.Bytes(l.UploadTotal).String(), Flag: "--upload-total"},
		{What: "An unfinished upload is kept for", Value: longTime(l.UploadKeep), Flag: "--upload-keep"},
		{What: "Stays free on the disk", Value: views.Bytes(l.DiskFree).String(), Flag: "--disk-free"},
		{What: "Events kept of a room", Value: strconv.FormatInt(l.RoomEvents, 10), Flag: "--room-events"},
		{What: "An unused room is kept for", Value: longTime(l.RoomAge), Flag: "--room-age"},
		{What: "All rooms’ events together", Value: views.Bytes(l.LogBytes).String(), Flag: "--log-bytes"},
		{What: "Events are kept", Value: natsTold(l.NATS), Flag: "--nats"},
	}
	if s.converter != nil {
		_, limit := s.converter.Kept()
		list = append(list,
			views.AdminLimit{What: "Films are converted", Value: s.converterTold(), Flag: "--ffmpeg"},
			views.AdminLimit{What: "Converted at once", Value: fmt.Sprintf("%d pictures, %[1]d sound tracks", s.converter.Slots())},
			views.AdminLimit{What: "Converted pieces kept", Value: views.Bytes(limit).String(), Flag: "--cache-bytes"},
		)
	}
	return append(list,
		views.AdminLimit{What: "Public address", Value: s.urlTold(), Flag: "--url"},
		views.AdminLimit{What: "Proxies that are trusted", Value: s.proxiesTold(), Flag: "--trusted-proxies"},
		views.AdminLimit{What: "Version", Value: l.Version, Flag: "--version"},
	)
}

func uploadsTold(who string) string {
	switch who {
	case UploadsEveryone:
		return "everyone in a room"
	case UploadsHost:
		return "host, co-hosts and admin"
	}
	return "nobody"
}

// longTime writes a time as people do who wait for days.
func longTime(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= 2*day && d%day == 0 {
		return fmt.Sprintf("%d days", d/day)
	}
	return views.About(d.Seconds()).String()
}

func natsTold(url string) string {
	if url == "" {
		return "by this program, in the data folder"
	}
	return "at an external NATS server"
}

func (s *Server) converterTold() string {
	if why := s.converter.Missing(); why != "" {
		return "no. " + why
	}
	return "by ffmpeg " + s.converter.Version()
}

func (s *Server) urlTold() string {
	switch public := s.Public(); {
	case public != nil:
		return public.String()
	case s.base != "":
		return "as each visitor came, below " + string(s.base) + "/"
	}
	return "as each visitor came"
}

func (s *Server) proxiesTold() string {
	if len(s.proxies.trusted) == 0 {
		return "none"
	}
	all := make([]string, len(s.proxies.trusted))
	for i, prefix := range s.proxies.trusted {
		all[i] = prefix.String()
	}
	return strings.Join(all, ", ")
}
