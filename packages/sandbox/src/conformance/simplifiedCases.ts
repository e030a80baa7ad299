/**
 * Cases in which the sandbox is simpler than a real server, by the name of the
 * case. Whoever makes one the same removes it from here: a listed case that
 * turns out the same fails the test.
 */
export const simplifiedCases: Readonly<Record<string, string>> = {
  'the verb LIST is the same as a GET with list=true':
    'reading the root of a key-value mount is 405 here; a real server answers 404 as for any empty key',
  'characters that cannot be printed are refused in paths':
    'the status is the same, the body is an empty list of errors instead of nothing',
  'a preflight of a browser is no request':
    'OPTIONS is refused with 405; no browser talks to the sandbox',
  'a policy in JSON that breaks off':
    'JSON that ends too early is refused; the parser of a real server takes it for an empty policy',
  'sys: what a token may do, for the UI':
    'sys/internal/ui/resultant-acl is for the UI of a real server and absent here',
  'sys: a mount is upgraded to versions':
    'a key-value mount keeps the version it was made with',
  'sys: a mount of the old type generic':
    'the type generic is unknown; kv is its name since Vault 0.10',
  'approle: logins that lack something':
    'a role id that is no text is compared as one, where a real server stops at the look-ahead of the alias with 500',
  'approle: a secret id ends with its time':
    'a secret id ends on time; the login of a real server does not look at its end, which the periodic tidy of the method enforces',
  'a connection without plugin, or one nobody has, is refused':
    'the catalog is asked once, so that its refusal is not told twice',
  'connection settings of the wrong type are refused':
    'settings of the driver are converted when it is used, and a template is parsed when a name is made',
  'database role: credential types and their settings':
    'passwords only, without password policies: others are refused when the role is written',
  'pki: roots that cannot be made':
    'a root without any name is refused; a real server makes it and warns',
  'pki: requests that are none are not signed':
    'the detail after the prefix names what this library found wrong with the ASN.1, not what the library of a real server found',
  'pki names: any name without host rules':
    'names outside ASCII are folded to lower case before they are encoded',
  'pki role: what makes no sense is refused':
    'policy identifiers are not checked when the role is written',
  'certificate: requests that are none are not signed':
    'the detail after the prefix names what this library found wrong with the ASN.1, not what the library of a real server found',
  'certificate: tidying starts in the background':
    'an answer with 202 has a request id and a shorter list of what may be tidied',
};
