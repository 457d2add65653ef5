//go:build js && wasm

package serve

import (
	"syscall/js"
	"time"
)

// ProcessorTime is what the thread has had of the processor so far, as worker.mjs tells it; 0 at any time where it does not.
func ProcessorTime() time.Duration {
	function := js.Global().Get("processorTime")
	if function.Type() != js.TypeFunction {
		return 0
	}
	return time.Duration(function.Invoke().Float() * float64(time.Millisecond))
}
