import { aRequest } from '../../testSupport/provision';
import { formValues } from '../form/formValues';
import { buildRequest } from './buildRequest';

const answers = {
  owner: 'group:default/grades',
  environment: 'production',
  namespace: 'demo-marks',
  name: 'demo-marks',
  delivery: 'agent-injector',
  database: {
    choice: { offer: 'grades', profile: 'read-only' },
    defaultTtlSeconds: 3600,
    maxTtlSeconds: 86_400,
    format: 'env',
  },
};

function built(changes: object = {}, template?: Record<string, unknown>) {
  const formData = { ...answers, ...changes };
  return buildRequest(formValues({ formData }), template);
}

describe('buildRequest', () => {
  it('takes the answers by their names and the choice for offer and profile', () => {
    expect(built()).toEqual({ kind: 'complete', request: aRequest() });
  });

  it('completes the ref of an owner that lacks kind and namespace', () => {
    expect(built({ owner: 'grades' })).toEqual({
      kind: 'complete',
      request: aRequest(),
    });
  });

  it('leaves out what the request has no place for', () => {
    expect(built({ description: 'x', review: { approved: true } })).toEqual({
      kind: 'complete',
      request: aRequest(),
    });
  });

  it("fills in the template's own fields, below the answers", () => {
    expect(
      built(
        { certificate: { offer: 'internal' } },
        {
          entityRef: 'component:school/{name}',
          environment: 'staging',
          certificate: {
            dnsNames: ['{name}.{namespace}.svc.cluster.local'],
            durationSeconds: 86_400,
            renewBeforeSeconds: 28_800,
          },
        },
      ),
    ).toEqual({
      kind: 'complete',
      request: aRequest({
        entityRef: 'component:school/demo-marks',
        certificate: {
          offer: 'internal',
          dnsNames: ['demo-marks.demo-marks.svc.cluster.local'],
          durationSeconds: 86_400,
          renewBeforeSeconds: 28_800,
        },
      }),
    });
  });

  it('asks for no certificate when none was chosen', () => {
    const template = { certificate: { durationSeconds: 86_400 } };
    expect(built({ certificate: {} }, template)).toEqual({
      kind: 'complete',
      request: aRequest(),
    });
  });

  it('takes the name of a service that exists from its ref', () => {
    const { name, ...rest } = answers;
    const form = { ...rest, entityRef: `component:default/${name}` };
    const template = { image: 'registry.example/{name}:1' };
    expect(buildRequest(formValues({ formData: form }), template)).toEqual({
      kind: 'complete',
      request: aRequest({ image: `registry.example/${name}:1` }),
    });
  });

  it('says what is missing when the form is not filled in', () => {
    expect(built({ name: '', namespace: undefined })).toEqual({
      kind: 'incomplete',
      problems: [
        '`name` has no value yet.',
        '`entityRef` is missing.',
        '`namespace` is missing.',
        '`name` is missing.',
      ],
    });
  });

  it('says what is wrong with a value that cannot be', () => {
    const database = { ...answers.database, maxTtlSeconds: 3600 };
    expect(built({ database, name: 'Marks' })).toEqual({
      kind: 'incomplete',
      problems: expect.arrayContaining(['`name` is no valid label.']),
    });
    expect(built({ database })).toEqual({
      kind: 'incomplete',
      problems: [
        '`database.maxTtlSeconds` must be at least twice defaultTtlSeconds.',
      ],
    });
  });

  it('says that nothing is asked for when no part was chosen', () => {
    expect(built({ database: { format: 'env' } })).toEqual({
      kind: 'incomplete',
      problems: [
        'The service asks for no credential, no certificate and no KV path.',
      ],
    });
  });
});
