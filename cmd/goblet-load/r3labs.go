package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"

	"github.com/r3labs/sse/v2"
)

// The peer r3labs is the library of that name as it comes, by which Goblet encodes its events: one stream a room, which
// serves all viewers itself.
const (
	r3labs        = "r3labs"
	r3labsCommand = "r3labs-server"
)

// serveR3labs serves until ctx ends.
func serveR3labs(ctx context.Context, l net.Listener) {
	streams := sse.New()
	streams.AutoReplay = false // it would keep all events for ever
	mux := http.NewServeMux()
	mux.HandleFunc("GET /r/{room}/events", func(w http.ResponseWriter, r *http.Request) {
		streams.CreateStream(r.PathValue("room"))
		r.URL.RawQuery = "stream=" + r.PathValue("room")
		w.Header().Set("Transfer-Encoding", "identity") // no chunks: as Goblet's streams
		streams.ServeHTTP(w, r)
	})
	mux.HandleFunc("POST /r/{room}/text", func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		streams.Publish(r.PathValue("room"), &sse.Event{Data: text})
		w.WriteHeader(http.StatusNoContent)
	})
	server := http.Server{Handler: mux}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(l) })
	<-ctx.Done()
	server.Close()
	serving.Wait()
}
