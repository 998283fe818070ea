package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"goblet/words"
)

// sentence is something that the code says.
type sentence struct {
	text, one string // one: of a sentence that counts
	where     string
}

// blank is an empty translation.
func (s sentence) blank(l words.Language) words.Message {
	m := words.Message{"other": ""}
	if s.one != "" {
		for _, form := range l.Forms() {
			m[form] = ""
		}
	}
	return m
}

// side is one of the two that speak, the server and the pages' scripts, each of which has catalogues of its own.
type side struct {
	said          func(root string) (map[string]sentence, error)
	path          string // of a language's catalogue, %s = the language
	before, after string // the JSON in it
}

var sides = []side{
	{saidByServer, "words/%s.json", "", "\n"},
	{saidByScripts, "assets/words/%s.js", "globalThis.gobletWords = ", ";\n"},
}

func (s side) file(root string, l words.Language) string {
	return filepath.Join(root, fmt.Sprintf(s.path, l))
}

func (s side) read(root string, l words.Language) (map[string]words.Message, error) {
	data, err := os.ReadFile(s.file(root, l))
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte(s.before))
	return words.ParseCatalogue(bytes.TrimSuffix(data, []byte(s.after)))
}

func (s side) write(root string, l words.Language, c map[string]words.Message) error {
	data := s.before + strings.TrimSuffix(string(encode(c)), "\n") + s.after
	return os.WriteFile(s.file(root, l), []byte(data), 0o644)
}

// Which functions say something, in Go: their first text is said; of those that count, the first for one, the second for many.
var (
	say   = []string{"T", "t", "Say", "Split", "split", "Refuse", "refuse", "sentence"}
	count = []string{"N", "tn", "Count"}
)

func saidByServer(root string) (map[string]sentence, error) {
	said := map[string]sentence{}
	set := token.NewFileSet()
	err := each(root, ".go", func(path string) error {
		if strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				hear(said, set, call)
			}
			return true
		})
		return nil
	})
	return said, err
}

// hear notes what a call says.
func hear(said map[string]sentence, set *token.FileSet, call *ast.CallExpr) {
	name := called(call)
	counts := slices.Contains(count, name)
	if !counts && !slices.Contains(say, name) {
		return
	}
	s := sentence{where: set.Position(call.Pos()).String()}
	for i, arg := range call.Args {
		text, ok := literal(arg)
		switch {
		case !ok || text == "":
			continue
		case !counts:
			s.text = text
		default:
			s.one = text
			if i+1 < len(call.Args) {
				s.text, _ = literal(call.Args[i+1])
			}
		}
		break
	}
	if s.text != "" {
		said[s.text] = s
	}
}

func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if pkg, ok := fun.X.(*ast.Ident); ok && pkg.Name == "words" {
			return fun.Sel.Name
		}
	}
	return ""
}

// literal is the text of a string that is written there, also in several parts.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

const quoted = `('(?:[^'\\\n]|\\.)*')`

var (
	scriptSays   = regexp.MustCompile(`(?s)\b(?:t|mark)\(\s*` + quoted)
	scriptCounts = regexp.MustCompile(`(?s)\btn\([^'\n]*?,\s*` + quoted + `,\s*` + quoted)
)

func saidByScripts(root string) (map[string]sentence, error) {
	said := map[string]sentence{}
	err := each(filepath.Join(root, "assets", "js"), ".js", func(path string) error {
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range scriptSays.FindAllSubmatch(source, -1) {
			text := unquote(m[1])
			said[text] = sentence{text: text, where: path}
		}
		for _, m := range scriptCounts.FindAllSubmatch(source, -1) {
			text := unquote(m[2])
			said[text] = sentence{text: text, one: unquote(m[1]), where: path}
		}
		return nil
	})
	return said, err
}

// unquote reads a string of JavaScript in single quotes, of which only \' and \\ are used here.
func unquote(quoted []byte) string {
	return strings.NewReplacer(`\\`, `\`, `\'`, `'`, `\n`, "\n").Replace(string(quoted[1 : len(quoted)-1]))
}

// each calls do for each file of ours below root that ends so.
func each(root, ending string, do func(path string) error) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"third_party", "node_modules", "testdata"}, entry.Name())) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ending) {
			return nil
		}
		return do(path)
	})
}

var value = regexp.MustCompile(`\{\w+\}`)

// faults says what is wrong with a translation.
func faults(l words.Language, s sentence, m words.Message) (found []string) {
	forms := []string{"other"}
	if s.one != "" {
		forms = l.Forms()
	}
	for _, form := range forms {
		if m[form] == "" {
			found = append(found, "it has no form for "+form)
		}
	}
	for form, text := range m {
		if !slices.Contains(forms, form) {
			found = append(found, "it has a form for "+form+", which there is none of")
		}
		for _, v := range value.FindAllString(text, -1) {
			if !strings.Contains(s.text, v) {
				found = append(found, v+" is no value of it")
			}
		}
		for _, v := range value.FindAllString(s.text, -1) {
			if v != "{n}" && !strings.Contains(text, v) {
				found = append(found, v+" is missing")
			}
		}
		if form == "other" && strings.Contains(s.text, "{n}") && !strings.Contains(text, "{n}") {
			found = append(found, "{n} is missing")
		}
	}
	return found
}
