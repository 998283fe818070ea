package handlers

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"sync"

	"goblet/assets"
)

// compressor compresses pages. Its writers are kept, since a new one takes 800 KB.
type compressor struct{ writers sync.Pool }

// compressible is from how many bytes on compressing pays: what is smaller fits into one packet anyway.
const compressible = 1400

// compress returns a page as the client takes it, and says so in the header.
func (c *compressor) compress(h http.Header, r *http.Request, page []byte) []byte {
	if len(page) < compressible {
		return page
	}
	h.Add("Vary", "Accept-Encoding")
	if !assets.AcceptsGzip(r) {
		return page
	}
	var out bytes.Buffer
	w, ok := c.writers.Get().(*gzip.Writer)
	if !ok {
		w, _ = gzip.NewWriterLevel(&out, gzip.BestCompression) // a level that there is
	}
	defer c.writers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(page) // a bytes.Buffer takes everything
	_ = w.Close()
	h.Set("Content-Encoding", "gzip")
	return out.Bytes()
}
