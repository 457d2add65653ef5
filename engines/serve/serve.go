//go:build js && wasm

// Package serve publishes Go functions to the JavaScript program that loaded this module.
package serve

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"runtime/debug"
	"syscall/js"
	"time"
)

// Function answers one request. Both are encoded as JSON.
type Function func(request []byte) (any, error)

// Functions publishes each function under its name in the global "engine" and waits for calls for ever.
//
// In JavaScript: engine.name(request: Uint8Array): { result: string } | { error: string }, with JSON in the request and the result.
func Functions(functions map[string]Function) {
	// What the machine's zone is, what a library wants to log and what it would print are none of a result's business.
	time.Local = time.UTC
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Stdin, os.Stdout, os.Stderr = nil, nil, nil
	engine := js.Global().Get("Object").New()
	for name, function := range functions {
		engine.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return answer(function, args[0]) }))
	}
	js.Global().Set("engine", engine)
	select {}
}

func answer(function Function, argument js.Value) (reply map[string]any) {
	defer func() {
		if reason := recover(); reason != nil {
			reply = map[string]any{"error": fmt.Sprintf("panic: %v\n%s", reason, debug.Stack())}
		}
	}()
	request := make([]byte, argument.Get("byteLength").Int())
	js.CopyBytesToGo(request, argument)
	result, err := function(request)
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	encoded, err := json.Marshal(result)
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	return map[string]any{"result": string(encoded)}
}
