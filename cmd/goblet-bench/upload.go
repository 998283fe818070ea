package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"goblet/measure"
)

// Sizes of the film that is uploaded, and of its chunks, as the page sends them on a fast line.
const (
	uploadBytes = 1 << 30
	uploadChunk = 32 << 20
)

// uploads measures how fast a film is received over loopback, beside cp of the same file on the same disk.
func (b *bench) uploads(ctx context.Context) ([]row, error) {
	film := filepath.Join(b.dir, "upload.bin")
	if err := randomFile(film, uploadBytes); err != nil {
		return nil, err
	}
	defer os.Remove(film)
	s, err := b.serveWith(ctx, []string{"--uploads", "everyone", "--disk-free", "1MB"})
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	viewers, err := join(ctx, s.Room, 1)
	if err != nil {
		return nil, err
	}
	var received, safe, copied, synced []float64
	for range 3 {
		landed, done, err := send(ctx, viewers[0], film)
		if err != nil {
			return nil, err
		}
		received, safe = append(received, megabytes(uploadBytes, landed)), append(safe, megabytes(uploadBytes, done))
		took, tookSync, err := copyFile(ctx, film, film+".copy")
		if err != nil {
			return nil, err
		}
		copied, synced = append(copied, megabytes(uploadBytes, took)), append(synced, megabytes(uploadBytes, tookSync))
	}
	u, c, us, cs := measure.Quantile(received, .5), measure.Quantile(copied, .5), measure.Quantile(safe, .5), measure.Quantile(synced, .5)
	return []row{
		{"upload of 1 GB in chunks, until all bytes have arrived, beside cp; median of 3", fmt.Sprintf("%.0f MB/s (cp %.0f MB/s)", u, c), ">= 0.5x cp", u >= .5*c},
		{"the same, until all bytes are safe on the disk, beside cp and sync", fmt.Sprintf("%.0f MB/s (cp and sync %.0f MB/s)", us, cs), "", false},
	}, nil
}

func megabytes(bytes int64, took time.Duration) float64 { return float64(bytes) / 1e6 / took.Seconds() }

// randomFile writes a file that no file system can make smaller.
func randomFile(path string, size int64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.CopyN(f, rand.Reader, size)
	return err
}

// copyFile copies with cp, and returns how long that takes without and with sync. The copy is removed.
func copyFile(ctx context.Context, from, to string) (took, tookSync time.Duration, err error) {
	defer os.Remove(to)
	began := time.Now()
	if out, err := exec.CommandContext(ctx, "cp", from, to).CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("cp: %w: %s", err, out)
	}
	took = time.Since(began)
	if out, err := exec.CommandContext(ctx, "sync", to).CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("sync: %w: %s", err, out)
	}
	return took, time.Since(began), nil
}

// send uploads a file and removes the upload. It returns how long it took until all but the answer to the last chunk,
// which waits for the disk, was there, and until that was.
func send(ctx context.Context, v *viewer, path string) (landed, done time.Duration, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	var state struct {
		ID   string
		Done bool
	}
	begin := url.Values{"name": {"bench.bin"}, "size": {strconv.Itoa(uploadBytes)}, "modified": {"0"}, "ends": {strings.Repeat("0", 64)}}
	if err := v.ask(ctx, http.MethodPost, v.room+"/uploads", strings.NewReader(begin.Encode()), &state); err != nil {
		return 0, 0, err
	}
	base, _, _ := strings.Cut(v.room, "/r/")
	address := base + "/uploads/" + state.ID
	began := time.Now()
	for at := int64(0); at < uploadBytes; at += uploadChunk {
		if landed = time.Since(began); at+uploadChunk >= uploadBytes {
			landed = time.Duration(float64(landed) * uploadBytes / float64(at))
		}
		if err := v.ask(ctx, http.MethodPut, fmt.Sprintf("%s?offset=%d", address, at), io.NewSectionReader(f, at, uploadChunk), &state); err != nil {
			return 0, 0, err
		}
	}
	done = time.Since(began)
	if !state.Done {
		return 0, 0, fmt.Errorf("the upload is not complete: %+v", state)
	}
	return landed, done, v.ask(ctx, http.MethodPost, address+"/cancel", nil, nil)
}

// ask sends a request and decodes the JSON of its answer, if there is to be one.
func (v *viewer) ask(ctx context.Context, method, address string, body io.Reader, answer any) error {
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if section, ok := body.(*io.SectionReader); ok {
		request.ContentLength = section.Size()
	}
	response, err := v.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, address, response.Status, data)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(data, answer)
}
