package main

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// deployed is how one of the files in deploy/ starts the program.
type deployed struct {
	args []string
	env  map[string]string
	kept []string // folders that outlive it
	read []string // folders that it reads films from
}

// deployment returns the text of a file in deploy/.
func deployment(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// jsonList reads a list as JSON has it.
func jsonList(t testing.TB, list string) (all []string) {
	t.Helper()
	if err := json.Unmarshal([]byte(list), &all); err != nil {
		t.Fatalf("%s: %v", list, err)
	}
	return all
}

func ofDockerfile(t testing.TB) deployed {
	d := deployed{env: map[string]string{}, read: []string{"/films"}}
	for line := range strings.Lines(deployment(t, "Dockerfile")) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch instruction {
		case "FROM": // the last one is the image
			d.env = map[string]string{}
		case "ENV":
			for pair := range strings.FieldsSeq(rest) {
				key, value, _ := strings.Cut(pair, "=")
				d.env[key] = value
			}
		case "VOLUME":
			d.kept = append(d.kept, rest)
		case "ENTRYPOINT", "CMD":
			if all := jsonList(t, rest); all[0] != "bash" {
				d.args = append(d.args, all...)
			}
		}
	}
	d.args = d.args[1:]
	return d
}

// ofCompose reads a service of a compose file.
func ofCompose(t testing.TB, image deployed, name, service string) deployed {
	t.Helper()
	var file struct {
		Services map[string]struct {
			Command     []string
			Environment map[string]string
			Volumes     []string
		}
		Volumes map[string]any
	}
	if err := yaml.Unmarshal([]byte(deployment(t, name)), &file); err != nil {
		t.Fatal(err)
	}
	s := file.Services[service]
	d := deployed{args: s.Command, env: maps.Clone(image.env)}
	maps.Copy(d.env, s.Environment)
	for _, volume := range s.Volumes {
		if folder, is := strings.CutSuffix(volume, ":ro"); is {
			d.read = append(d.read, folder[strings.LastIndex(folder, ":")+1:])
			continue
		}
		name, folder, _ := strings.Cut(volume, ":")
		if _, is := file.Volumes[name]; is {
			d.kept = append(d.kept, folder)
		}
	}
	return d
}

// object is what is read of a manifest.
type object struct {
	Kind string
	Spec struct {
		Template struct {
			Spec struct {
				Containers []struct {
					Args         []string
					Env          []struct{ Name, Value string }
					VolumeMounts []struct {
						Name     string
						Path     string `yaml:"mountPath"`
						ReadOnly bool   `yaml:"readOnly"`
					} `yaml:"volumeMounts"`
				}
			}
		}
		Claims []struct {
			Metadata struct{ Name string }
		} `yaml:"volumeClaimTemplates"`
	}
}

func ofKubernetes(t testing.TB, image deployed) deployed {
	var kinds []string
	d := deployed{env: maps.Clone(image.env)}
	for manifests := yaml.NewDecoder(strings.NewReader(deployment(t, "kubernetes.yaml"))); ; {
		var o object
		if err := manifests.Decode(&o); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, o.Kind)
		var claimed []string
		for _, claim := range o.Spec.Claims {
			claimed = append(claimed, claim.Metadata.Name)
		}
		for _, container := range o.Spec.Template.Spec.Containers {
			d.args = container.Args
			for _, variable := range container.Env {
				d.env[variable.Name] = variable.Value
			}
			for _, mount := range container.VolumeMounts {
				switch {
				case slices.Contains(claimed, mount.Name):
					d.kept = append(d.kept, mount.Path)
				case mount.ReadOnly:
					d.read = append(d.read, mount.Path)
				}
			}
		}
	}
	if want := []string{"Service", "PersistentVolumeClaim", "StatefulSet", "Ingress"}; !slices.Equal(kinds, want) {
		t.Errorf("kubernetes.yaml holds %v, want %v", kinds, want)
	}
	return d
}

func ofUnit(t testing.TB) deployed {
	d := deployed{env: map[string]string{}}
	for line := range strings.Lines(deployment(t, "goblet.service")) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch key {
		case "ExecStart":
			d.args = strings.Fields(value)[1:]
			d.read = d.args
		case "Environment":
			name, text, _ := strings.Cut(value, "=")
			d.env[name] = strings.ReplaceAll(text, "%S", "/var/lib")
		case "StateDirectory":
			d.kept = append(d.kept, "/var/lib/"+value)
		}
	}
	return d
}
