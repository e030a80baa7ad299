import {
  aFullServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { DesiredState } from './DesiredState';
import { desiredDigest } from './digest';
import { planService } from './plan';

const desired = planService(aFullServiceSpec(), aStatementProfile());

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe('desiredDigest', () => {
  it('is SHA-256 in hex', () => {
    expect(desiredDigest(desired)).toMatch(/^[0-9a-f]{64}$/);
    expect(desiredDigest({ vault: [], allowedRoles: [], manifests: [] })).toBe(
      'f532b9f116913b41459b37fdb236ba8c88c442170b2c11902acc06c4d3e530b2',
    );
  });

  it('does not depend on the order in which fields were set', () => {
    // Same content: only the order of keys differs.
    const other = reversed(desired) as DesiredState;
    expect(desiredDigest(other)).toBe(desiredDigest(desired));
  });

  it.each([
    [
      'a TTL',
      {
        database: { ...aFullServiceSpec().database!, defaultTtlSeconds: 3601 },
      },
    ],
    ['an image', { image: 'registry.example/grade-api:1.0.1' }],
    ['an owner', { entityRef: 'component:default/other' }],
    ['a service account', { serviceAccount: 'other' }],
  ])('changes with %s', (_what, change) => {
    const other = planService(aFullServiceSpec(change), aStatementProfile());
    expect(desiredDigest(other)).not.toBe(desiredDigest(desired));
  });

  it('changes with the order of statements, because they run in order', () => {
    const two = ['CREATE ROLE "{{name}}"', 'GRANT app_read TO "{{name}}"'];
    const digests = [two, [...two].reverse()].map(creationStatements =>
      desiredDigest(
        planService(
          aFullServiceSpec(),
          aStatementProfile({ creationStatements }),
        ),
      ),
    );
    expect(digests[0]).not.toBe(digests[1]);
  });
});
