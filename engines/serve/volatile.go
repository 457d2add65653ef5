package serve

import (
	"reflect"
	"slices"
	"sort"
	"text/template"
)

// VolatileNames are the functions of sprig that give another value each time.
var VolatileNames = []string{
	"ago", "bcrypt", "encryptAES", "genCA", "genCAWithKey", "genPrivateKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey",
	"htpasswd", "now", "randAlpha", "randAlphaNum", "randAscii", "randBytes", "randInt", "randNumeric", "shuffle", "uuidv4",
}

// Volatile notes which functions made a result that is another one next time.
type Volatile struct{ called map[string]bool }

func NewVolatile() *Volatile { return &Volatile{called: map[string]bool{}} }

func (v *Volatile) Reset() { clear(v.called) }

// Names gives what was called since the last Reset, sorted.
func (v *Volatile) Names() []string {
	names := make([]string, 0, len(v.called))
	for name := range v.called {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Watch gives the functions so that calls of the volatile ones are noted.
func (v *Volatile) Watch(functions template.FuncMap) template.FuncMap {
	for _, name := range VolatileNames {
		if function, ok := functions[name]; ok {
			functions[name] = v.noting(name, reflect.ValueOf(function))
		}
	}
	return functions
}

func (v *Volatile) noting(name string, function reflect.Value) any {
	return reflect.MakeFunc(function.Type(), func(arguments []reflect.Value) []reflect.Value {
		v.called[name] = true
		if function.Type().IsVariadic() {
			return function.CallSlice(arguments)
		}
		return function.Call(arguments)
	}).Interface()
}

// Deterministic replaces what gives a map's content in random order by the same in the order of the keys.
func Deterministic(functions template.FuncMap) template.FuncMap {
	functions["keys"] = func(dictionaries ...map[string]any) []string {
		names := []string{}
		for _, dictionary := range dictionaries {
			names = append(names, sortedKeys(dictionary)...)
		}
		return names
	}
	functions["values"] = func(dictionary map[string]any) []any {
		values := []any{}
		for _, key := range sortedKeys(dictionary) {
			values = append(values, dictionary[key])
		}
		return values
	}
	return functions
}

func sortedKeys(dictionary map[string]any) []string {
	names := make([]string, 0, len(dictionary))
	for name := range dictionary {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
