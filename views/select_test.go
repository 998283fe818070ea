package views

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

// document is a rendered component, asked by small selectors: tag#id.class[name=value]
// compounds, with a space between an ancestor and a descendant.
type document struct {
	source string
	root   *html.Node
}

// render renders a component, and fails the test if that fails or the HTML can't be parsed.
func render(t *testing.T, component templ.Component) document {
	t.Helper()
	var b strings.Builder
	if err := component.Render(context.Background(), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	root, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	return document{source: b.String(), root: root}
}

// all returns the elements that selector finds, in document order.
func (d document) all(selector string) []*html.Node {
	found := []*html.Node{d.root}
	for step := range strings.FieldsSeq(selector) {
		var next []*html.Node
		for _, from := range found {
			for node := range from.Descendants() {
				if matches(node, step) && !slices.Contains(next, node) {
					next = append(next, node)
				}
			}
		}
		found = next
	}
	return found
}

// one returns the only element that selector finds, and fails the test otherwise.
func (d document) one(t *testing.T, selector string) *html.Node {
	t.Helper()
	found := d.all(selector)
	if len(found) != 1 {
		t.Fatalf("%d elements match %s, want 1, in\n%s", len(found), selector, d.source)
	}
	return found[0]
}

var part = regexp.MustCompile(`^[a-z][a-z0-9-]*|#[\w-]+|\.[\w-]+|\[[^\]]+\]`)

func matches(node *html.Node, compound string) bool {
	if node.Type != html.ElementNode {
		return false
	}
	for _, p := range part.FindAllString(compound, -1) {
		switch p[0] {
		case '#':
			if attr(node, "id") != p[1:] {
				return false
			}
		case '.':
			if !slices.Contains(strings.Fields(attr(node, "class")), p[1:]) {
				return false
			}
		case '[':
			name, value, exact := strings.Cut(strings.Trim(p, "[]"), "=")
			if !has(node, name) || exact && attr(node, name) != value {
				return false
			}
		default:
			if node.Data != p {
				return false
			}
		}
	}
	return true
}

func has(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attr(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is what a reader sees of node, with white space collapsed.
func text(node *html.Node) string {
	var b strings.Builder
	for n := range node.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
