import { parseTemplate } from './parser';
import {
  checkFunctions,
  renderTemplate,
  SecretPending,
  type TemplateSecret,
} from './renderTemplate';

const secret: TemplateSecret = {
  Data: {
    username: 'v-kubernet-grade-ap-x-1',
    password: `a'b"c$d\\e&f<g>h i:j@k/l`,
    data: { api_key: 'k-1', level: 'info' },
    ca_chain: ['one', 'two'],
  },
  LeaseID: 'database/creds/grade-api-role/abc',
  LeaseDuration: 3600,
  Renewable: true,
};

function render(source: string, errorOnMissingKey = false): string {
  return renderTemplate(parseTemplate(source), {
    secret: () => secret,
    errorOnMissingKey,
  });
}

const inSecret = (body: string) =>
  render(`{{ with secret "database/creds/r" }}${body}{{ end }}`);

describe('renderTemplate', () => {
  it.each([
    ['a field', '{{ .Data.username }}', 'v-kubernet-grade-ap-x-1'],
    ['a nested field', '{{ .Data.data.api_key }}', 'k-1'],
    [
      'the lease',
      '{{ .LeaseID }} {{ .LeaseDuration }}',
      `${secret.LeaseID} 3600`,
    ],
    [
      'JSON with HTML characters escaped',
      '{{ .Data.password | toJSON }}',
      String.raw`"a'b\"c$d\\e\u0026f\u003cg\u003eh i:j@k/l"`,
    ],
    [
      'a shell word through replaceAll',
      `'{{ .Data.password | replaceAll "'" "'\\\\''" }}'`,
      String.raw`'a'\''b"c$d\e&f<g>h i:j@k/l'`,
    ],
    [
      'a URI part through urlquery and replaceAll',
      '{{ .Data.password | urlquery | replaceAll "+" "%20" }}',
      'a%27b%22c%24d%5Ce%26f%3Cg%3Eh%20i%3Aj%40k%2Fl',
    ],
    ['a map in key order', '{{ .Data.data }}', 'map[api_key:k-1 level:info]'],
    ['a missing field as Go prints it', '{{ .Data.typo }}', '<no value>'],
    [
      'printf',
      '{{ printf "%s=%q" "a" .Data.username }}',
      'a="v-kubernet-grade-ap-x-1"',
    ],
    ['a parenthesised call', '{{ len (index .Data.ca_chain 0) }}', '3'],
    [
      'a range over a list',
      '{{ range .Data.ca_chain }}<{{ . }}>{{ end }}',
      '<one><two>',
    ],
    [
      'a range with key and value over a map',
      '{{ range $k, $v := .Data.data }}{{ $k }}={{ $v }};{{ end }}',
      'api_key=k-1;level=info;',
    ],
    [
      'the else branch',
      '{{ if eq .Data.username "x" }}x{{ else if .Data.none }}n{{ else }}other{{ end }}',
      'other',
    ],
    [
      'a variable',
      '{{ $u := .Data.username }}{{ $u | toUpper }}',
      'V-KUBERNET-GRADE-AP-X-1',
    ],
  ])('prints %s', (_, body, expected) => {
    expect(inSecret(body)).toBe(expected);
  });

  it('eats the white space beside trim markers and keeps the rest', () => {
    const source =
      '{{- with secret "a" -}}\nexport A="{{ .Data.username }}"\n  {{- end }}\n';
    expect(render(source)).toBe('export A="v-kubernet-grade-ap-x-1"\n');
  });

  it('keeps delimiters inside strings and drops comments', () => {
    expect(render('a{{/* not shown */}}b{{ print "}}" }}')).toBe('ab}}');
  });

  it('reads other delimiters when the annotations name them', () => {
    const nodes = parseTemplate('{{ kept }} << print "x" >>', {
      left: '<<',
      right: '>>',
    });
    expect(renderTemplate(nodes, { secret: () => secret })).toBe(
      '{{ kept }} x',
    );
  });

  it('fails on a missing key when the annotation asks for it', () => {
    expect(() =>
      render('{{ with secret "a" }}{{ .Data.typo }}{{ end }}', true),
    ).toThrow('map has no entry for key "typo"');
  });

  it('names the secret it waits for', () => {
    const nodes = parseTemplate('{{ with secret "/a/b/" }}{{ end }}');
    expect(() =>
      renderTemplate(nodes, {
        secret: (path, args) => {
          throw new SecretPending(path, args);
        },
      }),
    ).toThrow('a/b has not been read yet');
  });

  it.each([
    ['an unclosed block', '{{ with secret "a" }}x', 'unexpected EOF'],
    ['an unclosed action', '{{ with secret "a"', 'unclosed action'],
    ['a stray end', 'x{{ end }}', 'unexpected {{end}}'],
    ['a definition', '{{ define "x" }}{{ end }}', 'is not supported'],
    ['a bad token', '{{ .Data.a ! }}', 'unexpected "!"'],
  ])('refuses %s', (_, source, message) => {
    expect(() => parseTemplate(source)).toThrow(message);
  });

  it('refuses a function it does not know, wherever it stands', () => {
    const nodes = parseTemplate(
      '{{ if true }}{{ print (pkiCert "pki/issue/x") }}{{ end }}',
    );
    expect(() => checkFunctions(nodes)).toThrow(
      'function "pkiCert" not defined',
    );
  });
});
