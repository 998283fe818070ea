package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// becomes says in the dialog how the guest wants to be known.
func (g *guest) becomes(opener, name, color, emoji string) {
	g.t.Helper()
	g.Click(opener)
	g.Until(`document.querySelector('#you').open`, soon)
	g.Type("#name", name)
	for field, value := range map[string]string{"color": color, "emoji": emoji} {
		browser.Eval[bool](g.Browser, fmt.Sprintf(`(document.querySelector('#you [name=%s][value="%s"]').click(), true)`, field, value))
	}
	g.Click(".you-save button")
	g.Until(`!document.querySelector('#you').open`, soon)
}

// row is JavaScript for the row of somebody in the list, by the name that it shows.
func row(name string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('#viewers [data-viewer]')].find(row => row.querySelector('.viewer-name').textContent === %q)`, name)
}

func TestHowPeopleAreKnownIsSeenByTheOthers(t *testing.T) {
	p := startParty(t)
	a := &guest{browser.Start(t, browser.Options{Name: "a"}), t}
	a.Open(p.room)
	a.ready()
	a.becomes(".gate-change", "Maya", "hue-4", "🦊") // before joining
	a.says(".gate-you", "Maya")
	a.enter(false)
	b := join(t, p, browser.Options{Name: "b", Mobile: true, Width: 390, Height: 844})
	b.Until(row("Maya")+`.querySelector('.avatar.hue-4.is-emoji').textContent === '🦊'`, soon)

	b.becomes(".bar-you", "Merry Otter", "hue-9", "")
	a.says("#viewers", "Merry Otter")
	a.forget()
	b.tab("people")
	b.becomes("#viewers [data-me] .viewer-me", "maya", "hue-9", "🐼")
	a.says("#toasts", "Merry Otter is now called maya 2")
	a.Until(row("maya 2")+`.querySelector('.avatar.hue-9').textContent === '🐼' && `+row("Maya")+`?.hasAttribute('data-me')`, soon)
	b.Until(`document.querySelector('.bar-you .avatar.hue-9').textContent === '🐼'`, soon)

	b.tab("chat")
	b.write("Hello @Maya")
	line := a.reads("Hello @Maya")
	a.Until(fmt.Sprintf(`(line => line.querySelector('.chat-name').textContent === 'maya 2' && line.querySelector('.avatar.hue-9').textContent === '🐼'
		&& line.querySelector('.mention').dataset.viewer === document.querySelector('#room').dataset.viewer)(document.querySelector(%q))`, line), soon)

	b.Reload()
	b.ready()
	b.Until(row("maya 2")+`?.hasAttribute('data-me') && document.querySelector('#name').value === 'maya'`, soon)
	if kept := browser.Eval[string](b.Browser, `document.querySelector('#you [name=emoji]:checked').value + document.querySelector('#panel').dataset.tab`); kept != "🐼chat" {
		t.Errorf("after a reload the page holds %q", kept)
	}
	a.clean()
	b.clean()
}

func TestANameThatCantBeIsRefusedInTheDialog(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	before := browser.Eval[string](a.Browser, `document.querySelector('#name').value`)
	a.Click(".bar-you")
	a.Type("#name", "\u3164") // which only the server knows to be invisible
	a.Press("Enter")
	a.says("#you-problem:not([hidden])", "A name needs at least one letter.")
	a.Until(`document.activeElement.id === 'name'`, soon)
	a.Press("Escape")
	a.Until(`!document.querySelector('#you').open`, soon)
	a.Until(fmt.Sprintf(`document.querySelector('#name').value === %q`, before), soon) // what was refused does not stay
}

func TestAPanelOfAnyWidthShowsWhatItsTabsSay(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.write("Hello")
	a.reads("Hello")
	for _, size := range []struct {
		width, height int
		tabs          int
	}{{1440, 900, 3}, {1024, 768, 4}, {768, 1024, 4}, {390, 844, 4}, {320, 700, 4}, {844, 390, 3}} {
		a.SetViewport(size.width, size.height, false)
		a.Until(fmt.Sprintf(`[...document.querySelectorAll('[role=tab]')].filter(tab => tab.checkVisibility()).length === %d`, size.tabs), soon)
		for _, tab := range []string{"settings", "film", "people"} {
			a.tab(tab)
			shown := browser.Eval[string](a.Browser, `[...document.querySelectorAll('#panel [role=tabpanel]')].filter(panel => panel.checkVisibility()).map(panel => panel.id).join(' ')`)
			if want := map[bool]string{true: "panel-chat panel-" + tab, false: "panel-" + tab}[size.width == 1440]; shown != want {
				t.Errorf("%d px wide the tab %s shows %q, want %q", size.width, tab, shown, want)
			}
		}
		if tight := browser.Eval[string](a.Browser, `[...document.querySelectorAll('[role=tab]')].filter(tab => tab.checkVisibility()).filter(tab => {
			const {width, height} = tab.getBoundingClientRect(), label = tab.querySelector('.panel-tab-label');
			return width < 44 || height < 44 || label.scrollWidth > label.clientWidth;
		}).map(tab => tab.id).join(' ')`); tight != "" {
			t.Errorf("%d px wide the tabs %s are too small", size.width, tight)
		}
	}
	a.clean()
}
