import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One template and the credential it is rendered with. */
export interface GoTemplate {
  readonly text: string;
  readonly credential: Readonly<Record<string, string>>;
}

/**
 * Go's own template engine with the few functions of consul-template and of
 * sprig our templates call, each one line over Go's library as theirs is.
 */
const program = `package main

import (
	"encoding/json"
	"os"
	"strings"
	"text/template"
)

type input struct {
	Text       string            \`json:"text"\`
	Credential map[string]string \`json:"credential"\`
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func replace(from, to, s string) string { return strings.ReplaceAll(s, from, to) }

func main() {
	var inputs []input
	if err := json.NewDecoder(os.Stdin).Decode(&inputs); err != nil {
		panic(err)
	}
	outputs := []string{}
	for _, in := range inputs {
		data := map[string]any{}
		for k, v := range in.Credential {
			data[k] = v
		}
		funcs := template.FuncMap{
			"secret":     func(string) any { return map[string]any{"Data": data} },
			"get":        func(m map[string]any, k string) any { return m[k] },
			"replaceAll": replace, "replace": replace,
			"toJSON": toJSON, "toJson": toJSON,
		}
		t := template.Must(template.New("t").Funcs(funcs).Option("missingkey=error").Parse(in.Text))
		dot := map[string]any{"Secrets": data}
		for k, v := range data {
			dot[k] = v
		}
		var out strings.Builder
		if err := t.Execute(&out, dot); err != nil {
			panic(err)
		}
		outputs = append(outputs, out.String())
	}
	if err := json.NewEncoder(os.Stdout).Encode(outputs); err != nil {
		panic(err)
	}
}
`;

/** Renders templates with a Go toolchain; needs nothing but Go's own library. */
export function renderWithGo(templates: readonly GoTemplate[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'service-secrets-go-'));
  try {
    writeFileSync(join(folder, 'main.go'), program);
    const out = execFileSync('go', ['run', 'main.go'], {
      cwd: folder,
      input: JSON.stringify(templates),
      encoding: 'utf8',
      env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '' },
    });
    return JSON.parse(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
