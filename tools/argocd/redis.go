// A server that speaks Redis's protocol, from memory: all that Argo CD needs of one, from the module that Argo CD tests itself with.
//
//	usage: redis ADDRESS
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	clock := time.NewTicker(time.Second)
	for {
		select {
		case <-clock.C:
			server.FastForward(time.Second) // keys expire by this clock only
		case <-stop:
			server.Close()
			return
		}
	}
}
