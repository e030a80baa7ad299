import { FakeBackend } from '../__testUtils__/FakeBackend';
import { runAction } from '../__testUtils__/runAction';
import { exampleRequest } from './exampleRequest';

const hostile = [
  '${{7*7}}',
  '${{ secrets.backstageToken }}',
  '{{ env "HOME" }}',
  '{% for x in y %}',
  '../../sys/mounts',
  'x" }\npath "*" { capabilities = ["sudo"] }',
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE users; --",
  'a\u0000b',
  '\u202egnp',
  'x'.repeat(5_000),
];
const fields = ['entityRef', 'owner', 'environment', 'namespace', 'name'];
const cases = fields.flatMap(field =>
  hostile.map(value => [field, value] as const),
);

let backend: FakeBackend;
beforeEach(() => {
  backend = new FakeBackend();
});
afterEach(() => backend.stop());

describe('hostile input', () => {
  it.each(cases)(
    'in %s is refused before anybody is asked: %j',
    async (field, value) => {
      const { error, lines } = await runAction(
        'service-secrets:service:apply',
        { request: { ...exampleRequest, [field]: value } },
        { backend },
      );

      expect(error?.name).toBe('InputError');
      expect(error?.message).toContain(`request.${field}`);
      // Neither the value nor what it would evaluate to.
      expect(error?.message).not.toContain(value);
      expect(error?.message).not.toContain('49');
      expect(lines).toEqual([]);
      expect(backend.asked).toEqual([]);
    },
  );

  it('an unknown field of a request is refused, so that none slips through', async () => {
    const { error } = await runAction(
      'service-secrets:service:apply',
      { request: { ...exampleRequest, vaultPolicy: 'root' } },
      { backend },
    );

    expect(error?.message).toMatch(/vaultPolicy/);
    expect(backend.asked).toEqual([]);
  });

  it('a run id that is a path is refused', async () => {
    const { error } = await runAction(
      'service-secrets:service:undo',
      { runId: '../apply' },
      { backend },
    );

    expect(error?.message).toMatch(/runId is no run id/);
    expect(backend.asked).toEqual([]);
  });
});
