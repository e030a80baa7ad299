import { aFinding, anEnvironment } from '../testSupport/builders';
import { worstEnvironment, worstFirst } from './severityOrder';

const environment = (
  name: string,
  health: 'healthy' | 'degraded' | 'broken' | 'unknown',
) => anEnvironment({ environment: name, status: { health, sentence: '' } });

describe('worstFirst', () => {
  it('keeps the order of the checks among equals', () => {
    const findings = (
      ['hygiene', 'broken', 'unknown', 'risk', 'broken'] as const
    ).map((severity, index) => aFinding({ severity, id: String(index) }));
    expect(worstFirst(findings).map(({ id }) => id)).toEqual([
      '1',
      '4',
      '3',
      '2',
      '0',
    ]);
  });
});

describe('worstEnvironment', () => {
  it('puts what is unknown before what is degraded', () => {
    const environments = [
      environment('a', 'healthy'),
      environment('b', 'degraded'),
      environment('c', 'unknown'),
    ];
    expect(worstEnvironment(environments)?.environment).toBe('c');
  });

  it('takes the first among equals', () => {
    const environments = [
      environment('a', 'broken'),
      environment('b', 'broken'),
    ];
    expect(worstEnvironment(environments)?.environment).toBe('a');
  });

  it('is nothing when there is none', () => {
    expect(worstEnvironment([])).toBeUndefined();
  });
});
