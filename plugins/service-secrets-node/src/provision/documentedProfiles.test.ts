import { databaseEngines } from 'backstage-plugin-service-secrets-common';

import {
  documentedPreparation,
  documentedProfiles,
} from '../testSupport/documentedProfiles';

describe('the page on statement profiles', () => {
  it('has profiles to paste for each engine, all of which the backend takes', () => {
    const profiles = [...documentedProfiles().values()];

    expect(profiles.map(({ id }) => id)).toEqual([
      'read-only',
      'read-write',
      'migrate',
      'shop-read-only',
      'shop-read-write',
      'shop-documents',
    ]);
    expect(new Set(profiles.map(({ engine }) => engine))).toEqual(
      new Set(databaseEngines),
    );
  });

  it('leaves no revocation to chance and no superuser to Vault', () => {
    for (const { revocationStatements } of documentedProfiles().values()) {
      expect(revocationStatements).not.toEqual([]);
    }
    expect(documentedPreparation()).not.toMatch(/\bSUPERUSER\b/);
  });
});
