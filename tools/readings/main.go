//go:build record

// Says what Argo CD 3.2.11's own code reads in files: cases from standard input, answers to standard output.
// As `<this> build FOLDER` it stands for kustomize and prints FOLDER/printed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	log "github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	"github.com/argoproj/argo-cd/v3/util/git"
)

type question struct {
	// Of a file in a directory source, or "printed": what an engine prints.
	Name string `json:"name"`
	Text string `json:"text"`
}

type answer struct {
	// As Argo CD's repo-server sends them to its controller.
	Manifests []string `json:"manifests,omitempty"`
	Error     string   `json:"error,omitempty"`
}

func read(one question) (answer, error) {
	folder, err := os.MkdirTemp("", "readings")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(folder)
	if err := os.WriteFile(filepath.Join(folder, one.Name), []byte(one.Text), 0o600); err != nil {
		return answer{}, err
	}
	request := apiclient.ManifestRequest{
		Repo:               &v1alpha1.Repository{},
		ApplicationSource:  &v1alpha1.ApplicationSource{},
		ProjectName:        "default",
		ProjectSourceRepos: []string{"*"},
		AppName:            "app",
		AppLabelKey:        "app.kubernetes.io/instance",
		TrackingMethod:     string(v1alpha1.TrackingMethodAnnotation),
	}
	if one.Name == "printed" {
		if err := os.WriteFile(filepath.Join(folder, "kustomization.yaml"), nil, 0o600); err != nil {
			return answer{}, err
		}
		itself, err := os.Executable()
		if err != nil {
			return answer{}, err
		}
		request.KustomizeOptions = &v1alpha1.KustomizeOptions{BinaryPath: itself}
	}
	response, err := repository.GenerateManifests(context.Background(), folder, folder, "", &request, false,
		&git.NoopCredsStore{}, resource.MustParse("0"), nil)
	if err != nil {
		return answer{Error: err.Error()}, nil
	}
	result := answer{}
	for _, manifest := range response.Manifests {
		// What the controller does with it.
		object, err := v1alpha1.UnmarshalToUnstructured(manifest)
		if err != nil {
			return answer{Error: err.Error()}, nil
		}
		// What Argo CD adds.
		annotations := object.GetAnnotations()
		delete(annotations, "argocd.argoproj.io/tracking-id")
		if len(annotations) == 0 {
			unstructured.RemoveNestedField(object.Object, "metadata", "annotations")
		} else {
			object.SetAnnotations(annotations)
		}
		text, err := json.Marshal(object.Object)
		if err != nil {
			return answer{}, err
		}
		result.Manifests = append(result.Manifests, string(text))
	}
	return result, nil
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "build" {
		text, err := os.ReadFile(filepath.Join(os.Args[2], "printed"))
		if err != nil {
			panic(err)
		}
		os.Stdout.Write(text)
		return
	}
	log.SetLevel(log.PanicLevel)
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for index, one := range questions {
		func() {
			defer func() {
				if r := recover(); r != nil {
					answers[index] = answer{Error: fmt.Sprintf("panic: %v", r)}
				}
			}()
			found, err := read(one)
			if err != nil {
				panic(err)
			}
			answers[index] = found
		}()
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answers); err != nil {
		panic(err)
	}
}
