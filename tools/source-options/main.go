//go:build record

// Prints what repo-server's own code of Argo CD 3.2.11 generates for sources, with the real helm and kustomize on PATH.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	log "github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/klog/v2"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	apppath "github.com/argoproj/argo-cd/v3/util/app/path"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/git"
	utilio "github.com/argoproj/argo-cd/v3/util/io"
)

const (
	repoURL  = "https://git.example.com/team/deploy.git"
	otherURL = "https://git.example.com/team/values.git"
	revision = "0123456789abcdef0123456789abcdef01234567"
)

type tree struct {
	Files map[string]string `json:"files"`
	Links map[string]string `json:"links"`
}

type question struct {
	tree
	Source       v1alpha1.ApplicationSource `json:"source"`
	BuildOptions string                     `json:"buildOptions"`
	// What $values stands for.
	Values *tree `json:"values"`
}

type answer struct {
	Objects []json.RawMessage `json:"objects,omitempty"`
	Error   string            `json:"error,omitempty"`
}

func (t *tree) write(root string) error {
	for path, text := range t.Files {
		file := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	for path, target := range t.Links {
		file := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.Symlink(target, file); err != nil {
			return err
		}
	}
	return nil
}

// As generateManifest of the repo-server does it around GenerateManifests.
func (q *question) ask(ctx context.Context, root, values string) ([]string, error) {
	paths := utilio.NewRandomizedTempPaths(root)
	paths.Add(git.NormalizeGitURL(repoURL), root)
	request := &apiclient.ManifestRequest{
		Repo:              &v1alpha1.Repository{Repo: repoURL},
		AppName:           "shop",
		Namespace:         "web",
		ProjectName:       "team",
		ApplicationSource: argo.NormalizeSource(&q.Source),
		KustomizeOptions:  &v1alpha1.KustomizeOptions{BuildOptions: q.BuildOptions},
		RefSources:        map[string]*v1alpha1.RefTarget{},
	}
	roots := []string{root}
	if q.Values != nil {
		roots = append(roots, values)
		paths.Add(git.NormalizeGitURL(otherURL), values)
		request.RefSources["$values"] = &v1alpha1.RefTarget{Repo: v1alpha1.Repository{Repo: otherURL}}
	}
	for _, one := range roots {
		if err := apppath.CheckOutOfBoundsSymlinks(one); err != nil {
			outOfBounds := &apppath.OutOfBoundsSymlinkError{}
			if errors.As(err, &outOfBounds) {
				return nil, fmt.Errorf("repository contains out-of-bounds symlinks. file: %s", outOfBounds.File)
			}
			return nil, err
		}
	}
	folder, err := apppath.Path(root, q.Source.Path)
	if err != nil {
		return nil, err
	}
	response, err := repository.GenerateManifests(ctx, folder, root, revision, request, false, git.NoopCredsStore{}, resource.MustParse("0"), paths)
	if err != nil {
		return nil, err
	}
	return response.Manifests, nil
}

func (q *question) answer(ctx context.Context) (result answer, err error) {
	base, err := os.MkdirTemp("", "source")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(base)
	base, err = filepath.EvalSymlinks(base)
	if err != nil {
		return answer{}, err
	}
	root, values := filepath.Join(base, "repository"), filepath.Join(base, "values")
	for _, folder := range []string{root, values} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return answer{}, err
		}
	}
	if err := q.write(root); err != nil {
		return answer{}, err
	}
	if q.Values != nil {
		if err := q.Values.write(values); err != nil {
			return answer{}, err
		}
	}
	defer func() {
		if r := recover(); r != nil {
			result, err = answer{Error: fmt.Sprintf("panic: %v", r)}, nil
		}
	}()
	objects, err := q.ask(ctx, root, values)
	if err != nil {
		return answer{Error: strings.NewReplacer(root, "<root>", values, "<values>").Replace(err.Error())}, nil
	}
	for _, object := range objects {
		result.Objects = append(result.Objects, json.RawMessage(object))
	}
	return result, nil
}

// Reads a JSON list of questions and prints the list of answers.
func main() {
	log.SetLevel(log.PanicLevel)
	log.SetOutput(io.Discard)
	klog.LogToStderr(false)
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var questions []json.RawMessage
	if err := json.Unmarshal(text, &questions); err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for i, raw := range questions {
		var q question
		// A source that is no source is refused before repo-server sees it.
		if err := json.Unmarshal(raw, &q); err != nil {
			answers[i] = answer{Error: err.Error()}
			continue
		}
		result, err := q.answer(context.Background())
		if err != nil {
			panic(err)
		}
		answers[i] = result
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
