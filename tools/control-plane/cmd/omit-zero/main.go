// Command omit-zero prints, for every built-in API type, the fields whose zero value the API server does not
// keep: OpenAPI does not tell a pointer (false is a value) from a plain field (false is absent).
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

func main() {
	seen := map[reflect.Type]bool{}
	out := map[string][]string{}
	for _, known := range scheme.Scheme.AllKnownTypes() {
		visit(known, seen, out)
	}
	visit(reflect.TypeOf(apiextensions.CustomResourceDefinition{}), seen, out)
	visit(reflect.TypeOf(apiregistration.APIService{}), seen, out)
	encoder := json.NewEncoder(os.Stdout)
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}

func visit(t reflect.Type, seen map[reflect.Type]bool, out map[string][]string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		visit(t.Elem(), seen, out)
		return
	case reflect.Struct:
	default:
		return
	}
	if seen[t] || !strings.Contains(t.PkgPath(), "k8s.io/") {
		return
	}
	seen[t] = true
	fields := []string{}
	collect(t, &fields, seen, out)
	if len(fields) > 0 {
		sort.Strings(fields)
		out[openAPIName(t)] = fields
	}
}

// collect adds the fields of t and of the structs inlined in it.
func collect(t reflect.Type, fields *[]string, seen map[reflect.Type]bool, out map[string][]string) {
	for i := 0; i < t.NumField(); i++ {
		field := t.Field(i)
		if !field.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			if field.Type.Kind() == reflect.Struct {
				collect(field.Type, fields, seen, out)
			}
			visit(field.Type, seen, out)
			continue
		}
		visit(field.Type, seen, out)
		omitempty := strings.Contains(options, "omitempty")
		omitzero := strings.Contains(options, "omitzero")
		switch field.Type.Kind() {
		case reflect.Pointer, reflect.Interface:
		case reflect.Struct:
			if omitzero {
				*fields = append(*fields, name)
			}
		default:
			if omitempty || omitzero {
				*fields = append(*fields, name)
			}
		}
	}
}

// openAPIName turns k8s.io/api/apps/v1.Deployment into io.k8s.api.apps.v1.Deployment.
func openAPIName(t reflect.Type) string {
	path := t.PkgPath()
	host, rest, _ := strings.Cut(path, "/")
	parts := strings.Split(host, ".")
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, ".") + "." + strings.ReplaceAll(rest, "/", ".") + "." + t.Name()
}
