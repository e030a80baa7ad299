import { fillPlaceholders } from './placeholders';

const form = {
  name: 'demo-marks',
  replicas: 3,
  empty: '',
  database: { choice: { offer: 'grades' } },
};

describe('fillPlaceholders', () => {
  it.each([
    ['component:default/{name}', 'component:default/demo-marks'],
    ['{database.choice.offer}', 'grades'],
    ['{name}.{name}.svc', 'demo-marks.demo-marks.svc'],
    ['no placeholder', 'no placeholder'],
    ['{replicas}', 3],
    ['{replicas} pods', '3 pods'],
    [true, true],
    [['{name}'], ['demo-marks']],
    [{ a: { b: '{name}' } }, { a: { b: 'demo-marks' } }],
  ])('makes of %j %j', (template, value) => {
    expect(fillPlaceholders(template, form)).toEqual({ value, unknown: [] });
  });

  it.each([
    ['{nothing}', 'nothing'],
    ['x-{empty}', 'empty'],
    ['{database.choice}', 'database.choice'],
    ['{constructor.name}', 'constructor.name'],
  ])('names what the form has no value for in %j', (template, name) => {
    expect(fillPlaceholders(template, form)).toEqual({
      value: undefined,
      unknown: [name],
    });
  });
});
