package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"goblet/measure"
)

// What is fetched, and how.
const (
	rangeBytes   = 8 << 20
	rangeClients = 50
	rangeTime    = 5 * time.Second
	rangeFilm    = 1 << 30
)

// ranges measures how fast a film's bytes are served, beside nginx with sendfile if that is installed.
func (b *bench) ranges(ctx context.Context) ([]row, error) {
	film, err := b.bigFilm(ctx)
	if err != nil {
		return nil, err
	}
	s, err := b.serve(ctx, film)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	viewers, err := join(ctx, s.Room, 1)
	if err != nil {
		return nil, err
	}
	address, err := viewers[0].filmURL(ctx)
	if err != nil {
		return nil, err
	}
	other, err := b.nginx(ctx, film)
	if err != nil {
		return nil, err
	}
	if other == nil {
		rate, cost, err := fetchRanges(ctx, viewers[0].client, address, s.PID())
		return []row{{fmt.Sprintf("ranges of 8 MiB to %d clients (CPU); nginx is not installed", rangeClients), fmt.Sprintf("%.0f MB/s (%.2f s/GB)", rate, cost), "", false}}, err
	}
	defer other.stop()
	var rates, costs, theirs, theirCosts []float64
	for range 3 {
		rate, cost, err := fetchRanges(ctx, viewers[0].client, address, s.PID())
		if err != nil {
			return nil, err
		}
		rates, costs = append(rates, rate), append(costs, cost)
		if rate, cost, err = fetchRanges(ctx, http.DefaultClient, other.url, other.pid); err != nil {
			return nil, err
		}
		theirs, theirCosts = append(theirs, rate), append(theirCosts, cost)
	}
	rate, cost, nginx, nginxCost := measure.Quantile(rates, .5), measure.Quantile(costs, .5), measure.Quantile(theirs, .5), measure.Quantile(theirCosts, .5)
	return []row{
		{fmt.Sprintf("ranges of 8 MiB to %d clients, beside nginx with sendfile; median of 3", rangeClients), fmt.Sprintf("%.0f MB/s (nginx %.0f MB/s)", rate, nginx), ">= 0.95x nginx", rate >= .95*nginx},
		{"processor time for them", fmt.Sprintf("%.2f s/GB (nginx %.2f s/GB)", cost, nginxCost), "<= 1.2x nginx", cost <= 1.2*nginxCost},
	}, nil
}

// bigFilm makes a film of 1 GB, most of it a box that players skip.
func (b *bench) bigFilm(ctx context.Context) (string, error) {
	path, err := b.film(ctx)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := binary.BigEndian.AppendUint32(nil, 1) // the size follows in 64 bits
	head = binary.BigEndian.AppendUint64(append(head, "free"...), rangeFilm)
	if _, err := f.Write(head); err != nil {
		return "", err
	}
	_, err = io.CopyN(f, zeros{}, rangeFilm-int64(len(head)))
	return path, err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// filmURL returns the address of the bytes of the film that is on.
func (v *viewer) filmURL(ctx context.Context) (string, error) {
	response, err := v.do(ctx, http.MethodGet, v.room+"/state", nil)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var state struct{ Media struct{ URL string } }
	if err := json.NewDecoder(response.Body).Decode(&state); err != nil {
		return "", err
	}
	base, _, _ := strings.Cut(v.room, "/r/")
	return base + state.Media.URL, nil
}

// fetchRanges lets clients fetch ranges for a while. It returns MB/s, and how many seconds of processor time the server
// used for a GB.
func fetchRanges(ctx context.Context, client *http.Client, address string, pid int) (rate, cost float64, err error) {
	bound, cancel := context.WithTimeout(ctx, rangeTime)
	defer cancel()
	var total atomic.Int64
	var failure atomic.Pointer[error]
	var clients sync.WaitGroup
	before, began := processorTime(pid), time.Now()
	for range rangeClients {
		clients.Go(func() {
			for bound.Err() == nil {
				n, err := fetchRange(bound, client, address)
				total.Add(n)
				if err != nil && bound.Err() == nil {
					failure.Store(&err)
					return
				}
			}
		})
	}
	clients.Wait()
	took, used := time.Since(began), processorTime(pid)-before
	if err := failure.Load(); err != nil {
		return 0, 0, *err
	}
	return megabytes(total.Load(), took), used.Seconds() / (float64(total.Load()) / 1e9), nil
}

func fetchRange(ctx context.Context, client *http.Client, address string) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	from := rand.Int64N(rangeFilm - rangeBytes)
	request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, from+rangeBytes-1))
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusPartialContent {
		return 0, fmt.Errorf("%s: %s", address, response.Status)
	}
	return io.Copy(io.Discard, response.Body)
}

// processorTime returns how long a process has run on processors; 0 where there is no /proc.
func processorTime(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	const utime, stime, tick = 11, 12, 10 * time.Millisecond // proc(5), counted from the state
	var ticks int64
	for _, i := range []int{utime, stime} {
		if i < len(fields) {
			n, _ := strconv.ParseInt(fields[i], 10, 64)
			ticks += n
		}
	}
	return time.Duration(ticks) * tick
}

// otherServer is an nginx that serves one file.
type otherServer struct {
	url  string
	pid  int // of the worker
	stop func()
}

// nginx starts one that serves the film; nil when it is not installed.
func (b *bench) nginx(ctx context.Context, film string) (*otherServer, error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		return nil, nil
	}
	return startNginx(ctx, program, b.dir, film)
}
