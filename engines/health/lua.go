//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	lua "github.com/yuin/gopher-lua"
	luajson "layeh.com/gopher-json"

	"cdk8s-gitops/engines/serve"
)

const (
	timeLimit = time.Second
	unknown   = "Unknown"
)

type health struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// Runs a script as Argo CD does: its libraries, its limit, its ways to read the answer.
//
// See ExecuteHealthLua in https://github.com/argoproj/argo-cd/blob/v3.2.11/util/lua/lua.go
func run(rule rule, object map[string]any) (health, error) {
	l := lua.NewState(lua.Options{SkipOpenLibs: !rule.openLibs})
	defer l.Close()
	openLibraries(l)
	l.SetContext(serve.NewDeadline(timeLimit))
	l.SetGlobal("actionParams", l.NewTable())
	l.SetGlobal("obj", toLua(l, object))
	if err := l.DoString(rule.script); err != nil {
		var raised *lua.ApiError
		if errors.As(err, &raised) && raised.Type == lua.ApiErrorRun {
			raised.StackTrace = ""
		}
		return health{}, err
	}
	return read(l.Get(-1))
}

func openLibraries(l *lua.LState) {
	open(l, lua.LoadLibName, lua.OpenPackage)
	open(l, lua.BaseLibName, lua.OpenBase)
	open(l, lua.TabLibName, lua.OpenTable)
	// require("os") always gives the safe one; the global exists only with useOpenLibs.
	l.PreloadModule(lua.OsLibName, func(l *lua.LState) int { l.Push(l.SetFuncs(l.NewTable(), safeOs)); return 1 })
	if system, ok := l.GetGlobal(lua.OsLibName).(*lua.LTable); ok {
		// It would end the engine and not the script.
		system.RawSetString("exit", l.NewFunction(func(l *lua.LState) int { l.RaiseError("os.exit is not available"); return 0 }))
	}
}

// The two functions of os that Argo CD allows.
var safeOs = func() map[string]lua.LGFunction {
	l := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer l.Close()
	open(l, lua.LoadLibName, lua.OpenPackage)
	open(l, lua.OsLibName, lua.OpenOs)
	functions := map[string]lua.LGFunction{}
	for _, name := range []string{"time", "date"} {
		functions[name] = l.GetField(l.GetGlobal(lua.OsLibName), name).(*lua.LFunction).GFunction
	}
	return functions
}()

func open(l *lua.LState, name string, library lua.LGFunction) {
	if err := l.CallByParam(lua.P{Fn: l.NewFunction(library), NRet: 0, Protect: true}, lua.LString(name)); err != nil {
		panic(err)
	}
}

func read(value lua.LValue) (health, error) {
	switch value.Type() {
	case lua.LTNil:
		return health{}, nil
	case lua.LTTable:
	default:
		return health{}, fmt.Errorf("expect table output from Lua script, not %s", value.Type())
	}
	encoded, err := luajson.Encode(value)
	if err != nil {
		return health{}, err
	}
	var found health
	if err := json.Unmarshal(encoded, &found); err != nil {
		// An empty table becomes an empty list.
		var wrongType *json.UnmarshalTypeError
		if errors.As(err, &wrongType) {
			return health{}, nil
		}
		return health{}, err
	}
	switch found.Status {
	case unknown, "Progressing", "Suspended", "Healthy", "Degraded", "Missing":
		return found, nil
	}
	return health{Status: unknown, Message: "Lua returned an invalid health status"}, nil
}

func toLua(l *lua.LState, value any) lua.LValue {
	switch typed := value.(type) {
	case bool:
		return lua.LBool(typed)
	case float64:
		return lua.LNumber(typed)
	case string:
		return lua.LString(typed)
	case []any:
		list := l.CreateTable(len(typed), 0)
		for _, item := range typed {
			list.Append(toLua(l, item))
		}
		return list
	case map[string]any:
		table := l.CreateTable(0, len(typed))
		for key, item := range typed {
			table.RawSetString(key, toLua(l, item))
		}
		return table
	}
	return lua.LNil
}
