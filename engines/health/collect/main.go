// Collect copies the rules of health out of Argo CD's Go module into ./rules, and their names and its own test cases into the folder given as the argument.
//
// They are Argo CD's, so they are not kept in this repository.
package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

const (
	module = "github.com/argoproj/argo-cd/v3@v3.2.11"
	sum    = "h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8="
)

// A case of Argo CD's own tests.
type testCase struct {
	Rule    string          `json:"rule"`
	File    string          `json:"file"`
	Object  json.RawMessage `json:"object"`
	Status  string          `json:"status"`
	Message string          `json:"message"`
}

func main() {
	log.SetFlags(0)
	if err := collect(os.Args[1]); err != nil {
		log.Fatalf("cannot collect the rules of Argo CD: %v", err)
	}
}

func collect(output string) error {
	source, err := download()
	if err != nil {
		return err
	}
	customizations := filepath.Join(source, "resource_customizations")
	if err := os.RemoveAll("rules"); err != nil {
		return err
	}
	var names []string
	var cases []testCase
	err = fs.WalkDir(os.DirFS(customizations), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Base(file) != "health.lua" {
			return err
		}
		name := path.Dir(file)
		names = append(names, name)
		found, err := casesOf(customizations, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		cases = append(cases, found...)
		return copyFile(filepath.Join(customizations, file), filepath.Join("rules", file))
	})
	if err != nil {
		return err
	}
	if err := copyFile(filepath.Join(source, "LICENSE"), "rules/LICENSE"); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(output, "health-rules.json"), names); err != nil {
		return err
	}
	return writeJSON(filepath.Join(output, "test/health-cases.json"), cases)
}

// Downloads the module alone, not what it needs, and checks it against the pinned sum.
func download() (string, error) {
	command := exec.Command("go", "mod", "download", "-json", module)
	command.Dir = os.TempDir()
	// The sum is compared below: the public database of sums need not be reached.
	command.Env = append(os.Environ(), "GONOSUMDB=github.com/argoproj/argo-cd")
	command.Stderr = os.Stderr
	answer, err := command.Output()
	var found struct{ Dir, Sum, Error string }
	if jsonErr := json.Unmarshal(answer, &found); jsonErr == nil && found.Error != "" {
		return "", fmt.Errorf("%s", found.Error)
	}
	if err != nil {
		return "", err
	}
	if found.Sum != sum {
		return "", fmt.Errorf("%s has the sum %q, expected %q", module, found.Sum, sum)
	}
	return found.Dir, nil
}

func casesOf(customizations, name string) ([]testCase, error) {
	content, err := os.ReadFile(filepath.Join(customizations, name, "health_test.yaml"))
	if err != nil {
		return nil, err
	}
	var suite struct {
		Tests []struct {
			InputPath    string `json:"inputPath"`
			HealthStatus struct {
				Status  string `json:"status"`
				Message string `json:"message"`
			} `json:"healthStatus"`
		} `json:"tests"`
	}
	if err := yaml.Unmarshal(content, &suite); err != nil {
		return nil, err
	}
	var cases []testCase
	for _, test := range suite.Tests {
		input, err := os.ReadFile(filepath.Join(customizations, name, test.InputPath))
		if err != nil {
			return nil, err
		}
		object, err := yaml.YAMLToJSON(input)
		if err != nil {
			return nil, err
		}
		cases = append(cases, testCase{Rule: name, File: test.InputPath, Object: object, Status: test.HealthStatus.Status, Message: test.HealthStatus.Message})
	}
	return cases, nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

func writeJSON(file string, value any) error {
	content, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, append(content, '\n'), 0o644)
}
