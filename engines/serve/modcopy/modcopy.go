// Package modcopy copies a Go module beside the engine that is built, so that a few lines of it can be changed.
// Each change is a replacement that must hit exactly once: a new version of the module that differs there does not build.
package modcopy

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Change replaces the one text, or the one range (Between), with another.
type Change struct{ From, To string }

const separator = "\x00"

// Between is the range from the beginning of the one text to the end of the other.
func Between(first, last string) string { return first + separator + last }

// Copy downloads the version of the module that go.mod names, copies it to the folder and makes go.mod use the copy.
// It fails when go.mod names another version than the one the changes are made for.
func Copy(module, version, folder string) error {
	source, err := download(module, version)
	if err != nil {
		return err
	}
	if err := os.CopyFS(folder, os.DirFS(source)); err != nil {
		return err
	}
	return run("mod", "edit", "-replace", module+"=./"+folder)
}

// Edit makes the changes of each file, whose paths are relative to the folder.
func Edit(folder string, changes map[string][]Change) error {
	for file, wanted := range changes {
		path := filepath.Join(folder, file)
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := string(content)
		for _, change := range wanted {
			if text, err = apply(text, change); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		if err := Replace(path, text); err != nil {
			return err
		}
	}
	return nil
}

// Replace writes a file of a copy anew: files of the module cache are read-only, and so are their copies.
func Replace(file, text string) error {
	if err := os.Remove(file); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

// The folder of the module in the module cache. `go list -m` knows no folder of a module that nobody downloaded yet.
func download(module, version string) (string, error) {
	command := exec.Command("go", "mod", "download", "-json", module)
	command.Stderr = os.Stderr
	answer, err := command.Output()
	var found struct{ Version, Dir, Error string }
	if jsonErr := json.Unmarshal(answer, &found); jsonErr == nil && found.Error != "" {
		return "", fmt.Errorf("%s", found.Error)
	}
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w", module, err)
	}
	if found.Version != version {
		return "", fmt.Errorf("go.mod asks for %s %s, this is for %s", module, found.Version, version)
	}
	return found.Dir, nil
}

func run(words ...string) error {
	command := exec.Command("go", words...)
	command.Stderr = os.Stderr
	return command.Run()
}

func apply(text string, change Change) (string, error) {
	first, last, isRange := strings.Cut(change.From, separator)
	if count := strings.Count(text, first); count != 1 {
		return "", fmt.Errorf("%q is there %d times", first, count)
	}
	start := strings.Index(text, first)
	end := start + len(first)
	if isRange {
		length := strings.Index(text[end:], last)
		if length < 0 {
			return "", fmt.Errorf("there is no %q after %q", last, first)
		}
		end += length + len(last)
	}
	return text[:start] + change.To + text[end:], nil
}
