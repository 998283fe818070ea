// Package goblet_test holds the rules of the project that can be checked: how packages import each other, that generated
// code is fresh, what the repository may contain. ARCHITECTURE.md says why.
package goblet_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mayImport says which of our packages each of our packages may import; programs below cmd may import all.
// Tests may use the real packages that import nothing of ours, see leaves.
var mayImport = map[string][]string{
	"handlers":        {"views", "room", "media", "media/container", "media/hls", "media/subtitle", "media/thumbnail", "media/transcode", "media/upload", "events", "assets", "words"},
	"views":           {"room", "media", "assets", "words"},
	"room":            {"words"},
	"events":          {},
	"words":           {},
	"media":           {"words", "media/container", "media/hls", "media/store", "media/subtitle", "media/thumbnail", "media/transcode", "media/upload"},
	"media/container": {},
	"media/hls":       {"media/container"},
	"media/subtitle":  {"media/container"},
	"media/thumbnail": {"media/container"},
	"media/transcode": {"words", "media/container", "media/hls"},
	"media/store":     {},
	"media/upload":    {"words"},

	"media/store/storetest": {}, // for tests alone
	"events/natstest":       {}, // the same

	"assets":  {},
	"reach":   {},
	"browser": {},
	"measure": {}, // for the programs that measure
	"shaper":  {},
	"cluster": {}, // for tests and the programs that measure
}

var leaves = []string{"events", "events/natstest", "media", "media/container", "media/store", "media/store/storetest", "media/upload", "assets", "browser", "words"}

type goPackage struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func TestImportsRunOneWay(t *testing.T) {
	list := json.NewDecoder(strings.NewReader(output(t, ".", "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")))
	for {
		var p goPackage
		if err := list.Decode(&p); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		name, ours := strings.CutPrefix(p.ImportPath, "goblet/")
		if !ours || strings.HasPrefix(name, "cmd/") {
			continue
		}
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %s has no place in the order of imports: give it one here and in ARCHITECTURE.md", name)
		}
		complain(t, name, p.Imports, allowed)
		complain(t, "a test of "+name, slices.Concat(p.TestImports, p.XTestImports), slices.Concat(allowed, leaves, []string{name}))
	}
}

func complain(t *testing.T, who string, imports, allowed []string) {
	for _, path := range imports {
		if name, ours := strings.CutPrefix(path, "goblet/"); ours && !slices.Contains(allowed, name) {
			t.Errorf("%s imports %s; it may import %v of our packages", who, name, allowed)
		}
	}
}

func TestFoldersAreNamedAfterWhatTheyDo(t *testing.T) {
	for _, file := range files(t) {
		for folder := range strings.SplitSeq(path.Dir(file), "/") {
			if slices.Contains([]string{"internal", "util", "utils", "models", "services"}, folder) && !vendored(file) {
				t.Errorf("%s: no folder is called %s", file, folder)
			}
		}
	}
}

func TestGeneratedCodeIsFresh(t *testing.T) {
	templ := strings.TrimSpace(output(t, ".", "go", "tool", "-n", "templ"))
	fresh := t.TempDir()
	copyInto(t, fresh, "go.mod")
	var generated, sources []string
	for _, file := range files(t) {
		switch {
		case strings.HasSuffix(file, ".templ"):
			sources = append(sources, file)
			copyInto(t, fresh, file)
		case strings.HasSuffix(file, "_templ.go"):
			generated = append(generated, file)
		}
	}
	output(t, fresh, templ, "generate", "-path", "views", "-log-level", "error")
	for _, source := range sources {
		file := strings.TrimSuffix(source, ".templ") + "_templ.go"
		want, err := os.ReadFile(filepath.Join(fresh, file))
		if err != nil {
			t.Errorf("%s yields no Go: templ files live in views", source)
			continue
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go tool task generate", file)
		}
	}
	for _, file := range generated {
		if source := strings.TrimSuffix(file, "_templ.go") + ".templ"; !slices.Contains(sources, source) {
			t.Errorf("%s has no %s: remove it", file, source)
		}
	}
}

func copyInto(t *testing.T, folder, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(folder, file)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestVendoredLibrariesCarryVersionAndLicence(t *testing.T) {
	libraries, err := os.ReadDir("assets/third_party")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("assets/third_party/README.md")
	if err != nil {
		t.Error(err)
	}
	versioned := regexp.MustCompile(`^([a-z0-9.-]+)-(\d+\.\d+\.\d+)$`)
	for _, library := range libraries {
		if !library.IsDir() {
			continue
		}
		parts := versioned.FindStringSubmatch(library.Name())
		if parts == nil {
			t.Errorf("assets/third_party/%s is not named after its version, as in htmx-4.0.1", library.Name())
		} else if !bytes.Contains(readme, []byte(parts[1])) || !bytes.Contains(readme, []byte(parts[2])) {
			t.Errorf("assets/third_party/README.md does not list %s %s", parts[1], parts[2])
		}
		licence, err := os.Stat(filepath.Join("assets/third_party", library.Name(), "LICENSE"))
		if err != nil || licence.Size() < 200 {
			t.Errorf("assets/third_party/%s lacks its LICENSE", library.Name())
		}
	}
}

func TestNothingTellsOfAMachine(t *testing.T) {
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	traces := []*regexp.Regexp{
		regexp.MustCompile(regexp.QuoteMeta(folder) + `\b`),
		regexp.MustCompile(`/(home|Users)/[a-z][a-z0-9_-]*/`),
	}
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		traces = append(traces, regexp.MustCompile(regexp.QuoteMeta(home)+`/`))
	}
	for _, file := range files(t) {
		if vendored(file) {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range traces {
			if found := trace.Find(data); found != nil {
				t.Errorf("%s holds a path of somebody's machine: %s", file, found)
			}
		}
	}
}

func TestNoTestIsSkipped(t *testing.T) {
	skip := regexp.MustCompile(`[.]Skip(Now|f)?\(`)
	for _, file := range files(t) {
		if !strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := skip.Find(data); found != nil {
			t.Errorf("%s skips a test (%s): what it needs is installed by go tool task setup, or it fails", file, found)
		}
	}
}

func vendored(file string) bool { return strings.HasPrefix(file, "assets/third_party/") }

// files returns what is in git or would be added to it, as slash-separated paths.
func files(t *testing.T) []string {
	t.Helper()
	var files []string
	for file := range strings.SplitSeq(output(t, ".", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeType == 0 {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		t.Fatal("git knows no files here")
	}
	return files
}

// output runs a command in a folder and returns what it prints.
func output(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = folder
	var errors bytes.Buffer
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, errors.String())
	}
	return string(out)
}
