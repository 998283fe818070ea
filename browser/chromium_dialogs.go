package browser

import (
	"github.com/chromedp/cdproto/page"
)

// leave answers the question whether to leave a page that asks before it goes, as WebDriver does by itself in Firefox:
// yes. It is called with every event of the tab, and must not wait.
func (c *chromium) leave(event any) {
	if dialog, ok := event.(*page.EventJavascriptDialogOpening); ok && dialog.Type == page.DialogTypeBeforeunload {
		go func() {
			// An error means that the tab is gone meanwhile.
			_ = c.run(c.tab, command(page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}))
		}()
	}
}
