package main

import (
	"debug/elf"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryDeploymentStartsTheProgramAsItIs reads what each file of deploy/ sets as the program does.
func TestEveryDeploymentStartsTheProgramAsItIs(t *testing.T) {
	image := ofDockerfile(t)
	for name, d := range map[string]deployed{
		"Dockerfile": image, "compose.yaml": ofCompose(t, image, "compose.yaml", "goblet"),
		"compose-nodes.yaml goblet-1": ofCompose(t, image, "compose-nodes.yaml", "goblet-1"),
		"compose-nodes.yaml goblet-2": ofCompose(t, image, "compose-nodes.yaml", "goblet-2"),
		"compose-nodes.yaml goblet-3": ofCompose(t, image, "compose-nodes.yaml", "goblet-3"),
		"kubernetes.yaml":             ofKubernetes(t, image), "goblet.service": ofUnit(t),
	} {
		for variable := range d.env {
			if !known(variable) {
				t.Errorf("%s sets %s, which the program does not know", name, variable)
			}
		}
		c, err := parseConfig(d.args, func(key string) string {
			return unset.ReplaceAllString(d.env[key], "$1")
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !slices.Contains(d.kept, c.data) {
			t.Errorf("%s: data are in %s, and only %v is kept", name, c.data, d.kept)
		}
		if !slices.Equal(c.films, d.read) {
			t.Errorf("%s: shows %v, of %v", name, c.films, d.read)
		}
		if _, port, err := net.SplitHostPort(c.addr); err != nil || port != "5000" {
			t.Errorf("%s: listens on %s", name, c.addr)
		}
	}
}

// unset is a variable of a compose file, with what stands for it while it isn't set.
var unset = regexp.MustCompile(`\$\{[A-Z_]+:-([^}]*)\}`)

// known reports whether the program takes an environment variable.
func known(variable string) bool {
	return variable == "AWS_SECRET_ACCESS_KEY" || // of minio-go
		strings.Contains(usage(), "("+variable+")") || strings.Contains(usage(), "("+variable+",")
}

var (
	flagNamed     = regexp.MustCompile(`(?:^|[\s"'` + "`" + `\[])--([a-z][a-z-]+)`)
	variableNamed = regexp.MustCompile(`\bGOBLET_[A-Z_]+`)
)

// foreign are flags of other programs.
var foreign = strings.Fields("from mount no-install-recommends uid user-group no-create-home home-dir interval timeout start-period bg now name jetstream store cluster routes port sidecar")

func TestEveryFlagThatADeploymentNamesExists(t *testing.T) {
	files, err := filepath.Glob("../../deploy/*")
	if err != nil || len(files) == 0 {
		t.Fatal("nothing in deploy/", err)
	}
	for _, file := range append(files, "../../docs/deploy.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range flagNamed.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(foreign, m[1]) && !strings.Contains(usage(), "--"+m[1]+" ") {
				t.Errorf("%s names --%s, which there is not", file, m[1])
			}
		}
		for _, variable := range variableNamed.FindAllString(string(text), -1) {
			if !known(variable) {
				t.Errorf("%s names %s, which there is not", file, variable)
			}
		}
	}
}

// TestTheImagesBuildLineMakesAProgramOfOneFile starts what the very line of the Dockerfile builds, and asks it how it is
// as the image does.
func TestTheImagesBuildLineMakesAProgramOfOneFile(t *testing.T) {
	text := deployment(t, "Dockerfile")
	line := regexp.MustCompile(`CGO_ENABLED=0 go build .* -o (\S+) \./cmd/goblet`).FindStringSubmatch(text)
	if line == nil || !strings.Contains(text, "--from=build "+line[1]+" ") {
		t.Fatal("the Dockerfile builds nothing, or takes something else")
	}
	binary := filepath.Join(t.TempDir(), "goblet")
	build := exec.Command("sh", "-c", strings.Replace(line[0], line[1], binary, 1))
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if needed, err := file.ImportedLibraries(); err != nil || len(needed) > 0 {
		t.Errorf("it needs %v: %v", needed, err)
	}

	address := freePort(t)
	p := launch(t, binary, nil, "--addr", address, "--data", t.TempDir())
	waitFor(t, "an answer", func() bool {
		resp, err := http.Get("http://" + address + "/healthz")
		if err != nil {
			return false
		}
		return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
	})
	if out, err := health(t, text, address).CombinedOutput(); err != nil {
		t.Errorf("the image's check of its health: %v: %s", err, out)
	}
	p.kill()
	if err := health(t, text, address).Run(); err == nil {
		t.Error("the image is healthy when nothing runs")
	}
}

// health is the Dockerfile's check, of a Goblet at an address.
func health(t testing.TB, dockerfile, address string) *exec.Cmd {
	t.Helper()
	m := regexp.MustCompile(`(?s)HEALTHCHECK .*?CMD (\[.*?\])\n`).FindStringSubmatch(dockerfile)
	if m == nil {
		t.Fatal("the Dockerfile checks no health")
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	command := jsonList(t, m[1])
	for i := range command {
		command[i] = strings.ReplaceAll(command[i], "127.0.0.1/5000", "127.0.0.1/"+port)
	}
	return exec.CommandContext(t.Context(), command[0], command[1:]...)
}
