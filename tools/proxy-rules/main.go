// Asks Go's own rule for proxies about each case of a file: the URLs that a NO_PROXY lets go directly.
//
//	usage: go run . CASES.json     writes the answers into it
package main

import (
	"encoding/json"
	"log"
	"net/url"
	"os"

	"golang.org/x/net/http/httpproxy"
)

type question struct {
	NoProxy string   `json:"noProxy"`
	Direct  []string `json:"direct"`
	Proxied []string `json:"proxied"`
}

func main() {
	log.SetFlags(0)
	file := os.Args[1]
	content, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	var questions []question
	if err := json.Unmarshal(content, &questions); err != nil {
		log.Fatal(err)
	}
	for i := range questions {
		if err := answer(&questions[i]); err != nil {
			log.Fatalf("NO_PROXY=%s: %v", questions[i].NoProxy, err)
		}
	}
	answers, err := json.MarshalIndent(questions, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(file, append(answers, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
}

func answer(q *question) error {
	config := httpproxy.Config{HTTPProxy: "http://proxy:3128", HTTPSProxy: "http://proxy:3128", NoProxy: q.NoProxy}
	choose := config.ProxyFunc()
	asked := append(append([]string{}, q.Direct...), q.Proxied...)
	q.Direct, q.Proxied = []string{}, []string{}
	for _, text := range asked {
		parsed, err := url.Parse(text)
		if err != nil {
			return err
		}
		proxy, err := choose(parsed)
		if err != nil {
			return err
		}
		if proxy == nil {
			q.Direct = append(q.Direct, text)
		} else {
			q.Proxied = append(q.Proxied, text)
		}
	}
	return nil
}
