import { findingCodes } from 'backstage-plugin-service-secrets-common';

import { certificateCases } from '../../testSupport/cases/certificateCases';
import { databaseCases } from '../../testSupport/cases/databaseCases';
import { deliveryCases } from '../../testSupport/cases/deliveryCases';
import { loginCases } from '../../testSupport/cases/loginCases';
import {
  breakExplainedBy,
  codesOf,
  withhold,
} from '../../testSupport/CheckCase';
import { World } from '../../testSupport/World';
import { checks } from './index';

const cases = [
  ...loginCases,
  ...deliveryCases,
  ...databaseCases,
  ...certificateCases,
];

describe('checks', () => {
  it('has one check for every code, in the order of the codes', () => {
    expect(checks.map(({ code }) => code)).toEqual(findingCodes);
    expect(checks.map(({ check }) => check.name)).toEqual(findingCodes);
  });

  it('has a case that makes every code fire', () => {
    const covered = new Set(cases.map(({ code }) => code));

    expect([...covered].sort()).toEqual([...findingCodes].sort());
  });

  it('reports nothing when everything is in order', async () => {
    const world = new World();

    expect(await codesOf(world)).toEqual([]);
    expect(await world.unknown()).toEqual([]);
    expect((await world.report()).status.health).toBe('healthy');
  });

  it('marks every link as ok when everything is in order', async () => {
    const { environments } = await new World().report();

    const chains = environments[0].wiring;
    expect(chains.map(({ kind }) => kind)).toEqual([
      'database',
      'database',
      'certificate',
    ]);
    const links = chains.flatMap(chain => chain.links);
    expect(new Set(links)).toEqual(new Set(['ok']));
  });

  it.each(cases.map(row => [row.code, row.cause, row] as const))(
    'report %s when %s',
    async (_code, _cause, { code, arrange, says, breaks }) => {
      const world = new World();
      arrange(world);

      const [report] = (await world.report()).environments;

      const found = report.findings.find(finding => finding.code === code);
      expect(found?.message).toMatch(says);
      expect(found?.remedy).not.toBe('');
      expect(breakExplainedBy(report, found)).toBe(breaks);
    },
  );

  const needs = cases.flatMap(row =>
    row.needs ? [[row.code, row.needs] as const] : [],
  );

  it.each(needs)(
    'cannot tell %s when %s is not answered',
    async (code, question) => {
      const world = new World();
      withhold(world, question);

      expect(await world.unknown()).toContain(code);
      const codes = await codesOf(world);
      expect(codes).not.toContain(code);
      expect(codes).toContain('sourceUnreadable');
    },
  );
});
