import { aFullServiceSpec, aServiceSpec } from '../testUtils/provisionBuilders';
import { PlanFacts, planNotes } from './notes';

const HOUR = 3600;
const quiet = aServiceSpec();

/** The notes that contain a word. */
function notesWith(word: string, facts: PlanFacts, spec = quiet): string[] {
  return planNotes(spec, facts).filter(note => note.includes(word));
}

describe('planNotes', () => {
  it('says only what the way of delivery means when nothing else is known', () => {
    expect(planNotes(quiet, {})).toEqual([
      'Each pod gets a credential of its own, and two more containers; a pod does not start while Vault or the injector is away.',
    ]);
  });

  it('has nothing to say about a certificate within its limits', () => {
    const facts = { pkiMaxTtlSeconds: 24 * HOUR, caEndsInSeconds: 24 * HOUR };
    expect(planNotes(aServiceSpec({ database: undefined }), facts)).toEqual([]);
  });

  it.each([
    ['vso', 'lies in a Kubernetes Secret'],
    ['eso', 'renews and revokes nothing'],
    ['csi', 'rotation switched on'],
  ] as const)('tells the risk of %s', (delivery, words) => {
    expect(notesWith(words, {}, aServiceSpec({ delivery }))).toHaveLength(1);
  });

  it("repeats what the profile grants, in the operator's words", () => {
    expect(notesWith('grants', { grants: 'read, schema public' })).toEqual([
      'Profile read-write grants: read, schema public.',
    ]);
  });

  it('warns that writing a static role changes the password at once', () => {
    expect(notesWith('reporting', {}, aFullServiceSpec())[0]).toContain(
      'as soon as the static role is written',
    );
  });

  it.each([
    [24, []],
    [
      12,
      [
        'Mount database ends every lease after 12 h, before the 24 h asked for.',
      ],
    ],
    [
      1,
      [
        'Mount database ends every lease after 1 h, before the 24 h asked for.',
        'That is less than twice the default TTL of 1 h: an agent asks for a new credential each time instead of renewing. Ask for 30 min or less.',
      ],
    ],
  ])('compares TTLs with a mount limit of %i hours', (hours, notes) => {
    expect(
      planNotes(quiet, { databaseMaxTtlSeconds: hours * HOUR }).slice(0, -1),
    ).toEqual(notes);
  });

  it('says that a token of the auth mount ends before the credential', () => {
    expect(notesWith('unused token', { authMaxTtlSeconds: HOUR / 2 })).toEqual([
      'The auth mount ends an unused token after 30 min, and its credentials with it, before their TTL of 1 h.',
    ]);
    expect(notesWith('unused token', { authMaxTtlSeconds: HOUR })).toEqual([]);
  });

  it.each([
    [undefined, 1],
    ['', 1],
    ['{{ printf "v-%s" (random 20) }}', 1],
    ['{{ printf "v-%s-%s" (.RoleName | truncate 8) (random 20) }}', 1],
    ['{{ .RoleName }}-{{ random 8 }}', 0],
    ['{{ printf "%s-%s" (.RoleName | truncate_sha256 40) (random 8) }}', 0],
  ])(
    'on username_template %j gives %i hints how to name the service',
    (usernameTemplate, count) => {
      const notes = notesWith('username_template', {
        connection: { usernameTemplate },
      });
      expect(notes).toHaveLength(count);
      for (const note of notes) {
        expect(note).toContain(
          `vault write database/config/grade-api-db username_template='{{ printf`,
        );
      }
    },
  );

  it('says nothing of user names while the connection was not read', () => {
    expect(notesWith('username_template', {})).toEqual([]);
  });

  it.each([
    ['disable', 'plain text'],
    ['require', 'do not check which server'],
  ] as const)('says what sslmode %s leaves open', (sslMode, words) => {
    const database = quiet.database && { ...quiet.database, sslMode };
    expect(notesWith(words, {}, { ...quiet, database })).toHaveLength(1);
  });

  it.each([
    [
      'a mount limit',
      { pkiMaxTtlSeconds: 12 * HOUR },
      'Mount pki_int signs for 12 h at most: the certificate will be shorter than the 24 h asked for.',
    ],
    [
      'a mount limit below renewBefore',
      { pkiMaxTtlSeconds: 8 * HOUR },
      'Mount pki_int signs for 8 h at most: the certificate will be shorter than the 24 h asked for, and shorter than renewBefore, which cert-manager then ignores.',
    ],
    [
      'the end of the authority',
      { caEndsInSeconds: 20 * HOUR },
      'The certificate authority of pki_int ends before a certificate of 24 h would: Vault refuses to sign it, or cuts it short, until the authority is renewed.',
    ],
  ])('compares the duration of a certificate with %s', (_what, facts, note) => {
    expect(planNotes(quiet, facts)[0]).toBe(note);
  });

  it('calls a renewal early that comes in the first half of the life', () => {
    const certificate = quiet.certificate && {
      ...quiet.certificate,
      renewBeforeSeconds: 13 * HOUR,
    };
    expect(
      notesWith('renewBefore is more than half', {}, { ...quiet, certificate }),
    ).toHaveLength(1);
  });
});
