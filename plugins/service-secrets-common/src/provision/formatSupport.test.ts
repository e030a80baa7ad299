import { databaseEngines, deliveryMethods, secretFormats } from './choices';
import { formatProblem, formatsOf } from './formatSupport';

describe('formatProblem', () => {
  it('finds nothing wrong with any format that is offered for an engine, rendered by the agent', () => {
    for (const engine of databaseEngines) {
      for (const format of formatsOf(engine)) {
        expect(
          formatProblem({ engine, format, delivery: 'agent-injector' }),
        ).toBeUndefined();
      }
    }
  });

  it('names the formats to choose from when an engine has no such client', () => {
    expect(
      formatProblem({
        engine: 'mongodb',
        format: 'jdbc',
        delivery: 'agent-injector',
      }),
    ).toBe(
      'mongodb has no format jdbc; choose one of env, dotenv, json, yaml, properties, libpq-uri',
    );
  });

  it('refuses pgpass wherever the file would belong to root', () => {
    const refused = deliveryMethods.filter(delivery =>
      formatProblem({ engine: 'postgresql', format: 'pgpass', delivery }),
    );

    expect(refused).toEqual(['vso', 'eso', 'csi']);
  });

  it('offers every format for PostgreSQL, so none of the list is dead', () => {
    expect([...formatsOf('postgresql')].sort()).toEqual(
      [...secretFormats].sort(),
    );
  });
});
