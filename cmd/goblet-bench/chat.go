package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"goblet/browser"
	"goblet/measure"
)

const (
	chatLines  = 3000
	chatRounds = 2   // through all lines and back
	longFrame  = 50  // ms
	pageMemory = 150 // MB
)

// chat measures a page whose room has said 3,000 lines: how smoothly it goes back through them, loading what is older,
// and through all of them once they are there, and what it holds then.
func (b *bench) chat(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	if err := talk(ctx, s.Room, chatLines); err != nil {
		return nil, err
	}
	var rows []row
	for _, device := range []struct {
		name    string
		options browser.Options
	}{
		{"desktop, wheel", browser.Options{Name: "desktop", Width: 1440, Height: 900}},
		{"phone, finger", browser.Options{Name: "phone", Mobile: true}},
	} {
		fmt.Fprintf(b.log, "measuring chat, %s ...\n", device.name)
		measured, err := readAll(ctx, s.Room, device.options)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", device.name, err)
		}
		rows = append(rows, measured.rows(device.name)...)
		for _, r := range measured.rows(device.name) {
			fmt.Fprintf(b.log, "  %s: %s\n", r.measure, r.figure)
		}
	}
	return rows, nil
}

// talk says n lines of many kinds. So many members say them that none is held up by what one may say at once.
func talk(ctx context.Context, room string, n int) error {
	members, err := join(ctx, room, (n+7)/8)
	if err != nil {
		return err
	}
	errs := make(chan error, len(members))
	var turn sync.WaitGroup
	places := make(chan struct{}, 8)
	for i, v := range members {
		turn.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			for j := i * 8; j < min(n, (i+1)*8); j++ {
				if err := v.say(ctx, lineOf(j)); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	turn.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// say posts a line; it waits while the server says 429.
func (v *viewer) say(ctx context.Context, text string) error {
	for {
		form := url.Values{"action": {rand.Text()}, "seen": {"0"}, "text": {text}}
		response, err := v.do(ctx, "POST", v.room+"/chat", form)
		if err != nil {
			return err
		}
		said, err := io.ReadAll(response.Body)
		response.Body.Close()
		switch {
		case err != nil:
			return err
		case response.StatusCode == http.StatusNoContent:
			return nil
		case response.StatusCode != http.StatusTooManyRequests:
			return fmt.Errorf("a line was answered %s: %s", response.Status, said)
		}
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
	}
}

// lineOf is the text of the line i: short ones mostly, and now and then all that a line can be.
func lineOf(i int) string {
	number := strconv.Itoa(i)
	switch i % 12 {
	case 1:
		return "Look at 1:23 and at https://example.org/a/page?of=" + number
	case 3:
		return "😀🎉 " + strings.Repeat("👩‍👩‍👧‍👦", 8) + " " + number
	case 5:
		return "שלום לכולם, זו שורה " + number + " בעברית, והיא נמשכת עוד קצת"
	case 7:
		return number + ": " + strings.Repeat("a longer thought that goes on and on, ", 8)
	case 9:
		return "One\ntwo\nthree, ||and a secret|| " + number
	case 11:
		if i%120 == 11 {
			return strings.Repeat("word"+number+" ", 1900/(5+len(number)))
		}
	}
	return "Line " + number + " of many"
}

// reading is what was measured of one page.
type reading struct {
	idle, loading, all []float64  // ms between frames: at rest, while older lines come, and through all lines
	tasks              int        // longer than 50 ms, while going through all lines
	lines              int        // that were in the page at some time
	heap               [2]float64 // bytes that scripts hold: at first, with all lines
	memory             [2]int     // bytes of the page's process that are no file's
}

// hand is a watcher that scrolls, with a wheel or by touch.
type hand struct {
	*watcher
	touch bool
}

// framesProbe notes in the page the time between frames, and the tasks that browsers call long.
const framesProbe = `(() => {
  const bench = window.bench = {frames: [], tasks: 0}
  let last = NaN
  const tick = now => {
    if (now > last) bench.frames.push(now - last)
    last = now
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
  const rows = document.querySelector('#chat-lines')
  const ids = bench.ids = new Set()
  const see = lines => { for (const {dataset} of lines) if (dataset?.line) ids.add(Number(dataset.line)) }
  see(rows.children)
  new MutationObserver(changes => changes.forEach(({addedNodes}) => see(addedNodes))).observe(rows, {childList: true})
  new PerformanceObserver(list => { bench.tasks += list.getEntries().length }).observe({type: 'longtask'})
})()`

const (
	chatBox = ".chat-scroll"
	atTop   = "document.querySelector('.chat-scroll').scrollTop <= 0 && document.querySelector('#chat-lines').firstElementChild.dataset.line == Math.min(...bench.ids)"
	ended   = "(box => box.scrollHeight - box.scrollTop - box.clientHeight < 2)(document.querySelector('.chat-scroll'))"
	atEnd   = ended + " && document.querySelector('#chat-lines').lastElementChild.dataset.line == Math.max(...bench.ids)"
	allHere = "!document.querySelector('.chat-older')"
)

func readAll(ctx context.Context, room string, o browser.Options) (r reading, err error) {
	page, err := browser.Launch(ctx, o)
	if err != nil {
		return r, err
	}
	defer page.Close()
	w := &hand{&watcher{Page: page}, o.Mobile}
	press := page.Click
	if o.Mobile {
		press = page.Tap
	}
	if err := errors.Join(page.Open(ctx, room), press(ctx, "#join"), w.Until(ctx, "document.querySelector('#gate').hidden", 20*time.Second)); err != nil {
		return r, err
	}
	if _, err := browser.Value[struct{}](ctx, page, "document.querySelector('#tab-chat').click()"); err != nil {
		return r, err
	}
	if err := errors.Join(w.Until(ctx, ended, 20*time.Second), pause(ctx, 3*time.Second), w.holds(ctx, &r, 0)); err != nil {
		return r, err
	}
	if _, err := browser.Value[struct{}](ctx, page, framesProbe); err != nil {
		return r, err
	}
	if err := pause(ctx, 5*time.Second); err != nil {
		return r, err
	}
	if r.idle, _, err = w.frames(ctx); err != nil {
		return r, err
	}
	if err := w.scrollUntil(ctx, 1500, 4000, allHere+" && "+atTop); err != nil {
		return r, err
	}
	if r.loading, _, err = w.frames(ctx); err != nil {
		return r, err
	}
	far, fast := -10_000.0, 12_000
	if o.Mobile {
		far, fast = -1000, 4000 // of a finger, besides what it sets going
	}
	if err := w.scrollUntil(ctx, far, fast, atEnd); err != nil {
		return r, err
	}
	if r.all, r.tasks, err = w.frames(ctx); err != nil {
		return r, err
	}
	if r.lines, err = browser.Value[int](ctx, page, "bench.ids.size"); err != nil {
		return r, err
	}
	return r, w.holds(ctx, &r, 1)
}

// scrollUntil scrolls on and on, so many pixels at a time and pixels a second; older lines may come meanwhile, which have
// a limit of their own. A finger has enough of it after a minute.
func (w *hand) scrollUntil(ctx context.Context, distance float64, speed int, done string) error {
	begun := time.Now()
	for time.Since(begun) < 5*time.Minute {
		if err := w.Scroll(ctx, chatBox, distance, speed); err != nil {
			return err
		}
		if over, err := browser.Value[bool](ctx, w.Page, done); err != nil || over || w.touch && time.Since(begun) > time.Minute {
			return err
		}
	}
	return fmt.Errorf("never came to %s", done)
}

// frames returns the times between frames since the last call, and how many long tasks there were.
func (w *hand) frames(ctx context.Context) ([]float64, int, error) {
	noted, err := browser.Value[struct {
		Frames []float64
		Tasks  int
	}](ctx, w.Page, "(({frames, tasks}) => { Object.assign(window.bench, {frames: [], tasks: 0}); return {frames, tasks} })(window.bench)")
	return noted.Frames, noted.Tasks, err
}

// holds notes what the page holds.
func (w *hand) holds(ctx context.Context, r *reading, when int) (err error) {
	if r.heap[when], err = w.Heap(ctx); err != nil {
		return err
	}
	r.memory[when], err = measure.Renderer(w.PID())
	return err
}

func (r reading) rows(device string) []row {
	figure := func(frames []float64) string {
		return fmt.Sprintf("%.1f / %.1f / %.1f ms", measure.Quantile(frames, .5), measure.Quantile(frames, .99), measure.Quantile(frames, 1))
	}
	worst := measure.Quantile(r.all, 1)
	held := float64(r.memory[1]) / 1e6
	return []row{
		{"chat, " + device + ": at rest, time between frames, median / p99 / worst", figure(r.idle), "", true},
		{fmt.Sprintf("the same while older lines come, 100 at a time, scrolling up through %d", r.lines), figure(r.loading), fmt.Sprintf("<= %d ms", longFrame), measure.Quantile(r.loading, 1) <= longFrame},
		{fmt.Sprintf("the same down through them, of %d frames", len(r.all)), figure(r.all), fmt.Sprintf("<= %d ms", longFrame), worst <= longFrame},
		{"tasks of more than 50 ms meanwhile", strconv.Itoa(r.tasks), "0", r.tasks == 0},
		{"memory of the page's process, but for mapped files, with 200 lines / with all", fmt.Sprintf("%.0f / %.0f MB", float64(r.memory[0])/1e6, held), fmt.Sprintf("<= %d MB", pageMemory), held <= pageMemory},
		{"of that what scripts hold", fmt.Sprintf("%.1f / %.1f MB", r.heap[0]/1e6, r.heap[1]/1e6), "", true},
	}
}
