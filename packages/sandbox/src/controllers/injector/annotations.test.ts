import {
  goDuration,
  PREFIX,
  readSettings,
  wantsInjection,
} from './annotations';

const annotated = (keys: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ role: 'web', ...keys }).map(([key, value]) => [
      PREFIX + key,
      value,
    ]),
  );

describe('readSettings', () => {
  it('lower-cases the file name unless its case is to be kept', () => {
    const names = (keys: Record<string, string>) =>
      readSettings(
        annotated({ 'agent-inject-secret-DB': 'database/creds/r', ...keys }),
      ).files.map(({ file }) => file);
    expect(names({})).toEqual(['/vault/secrets/db']);
    expect(names({ 'preserve-secret-case': 'true' })).toEqual([
      '/vault/secrets/DB',
    ]);
    expect(names({ 'agent-inject-file-DB': 'x/y' })).toEqual([
      '/vault/secrets/x/y',
    ]);
  });

  it('declares a secret by its template alone, and none by a command alone', () => {
    const { files } = readSettings(
      annotated({
        'agent-inject-template-a': 'text',
        'agent-inject-command-b': 'true',
        'agent-inject-secret-c': ' ',
      }),
    );
    expect(files.map(({ name, source }) => [name, source])).toEqual([
      ['a', 'text'],
    ]);
  });

  it('logs in twice and keeps a sidecar when nothing else is said', () => {
    expect(readSettings(annotated({}))).toMatchObject({
      authPath: 'auth/kubernetes',
      initContainer: true,
      sidecar: true,
      cache: false,
      minBackoffMs: 1000,
      maxBackoffMs: 300_000,
    });
  });

  it('has no sidecar with agent-pre-populate-only', () => {
    const settings = readSettings(
      annotated({ 'agent-pre-populate-only': 'true' }),
    );
    expect(settings).toMatchObject({ initContainer: true, sidecar: false });
  });

  it.each([
    [
      'a bad back-off',
      { 'auth-min-backoff': '1 minute' },
      'error parsing min backoff as duration',
    ],
    [
      'a bad default template',
      { 'agent-inject-default-template': 'yaml', 'agent-inject-secret-a': 'b' },
      'invalid default template type: yaml',
    ],
    [
      'an auth method of its own',
      { 'auth-config-token-path': '/x' },
      'does not imitate',
    ],
  ])('denies %s', (_, keys, message) => {
    expect(() => readSettings(annotated(keys))).toThrow(message);
  });
});

describe('wantsInjection', () => {
  it.each([
    [{ 'agent-inject': 'true' }, true],
    [{ 'agent-inject': 'T' }, true],
    [{ 'agent-inject': '' }, false],
    [{}, false],
    [{ 'agent-inject': 'true', 'agent-inject-status': 'injected' }, false],
  ])('of %j is %s', (keys, expected) => {
    expect(wantsInjection(annotated(keys))).toBe(expected);
  });
});

describe('goDuration', () => {
  it.each([
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['1.5s', 1500],
    ['5', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, expected) => {
    expect(goDuration(text)).toBe(expected);
  });
});
