import { FakeBackend } from '../__testUtils__/FakeBackend';
import { runAction } from '../__testUtils__/runAction';
import { exampleRequest } from './exampleRequest';

const manifests = 'service-secrets:manifests:render';
const gitops = 'service-secrets:gitops:render';
const request = exampleRequest;

let backend: FakeBackend;
beforeEach(() => {
  backend = new FakeBackend();
});
afterEach(() => backend.stop());

function says(...files: { path: string; content: string }[]) {
  backend.says('render', { body: { files } });
}

describe('the actions that render', () => {
  it('write the manifests into deploy/ and name them', async () => {
    says({ path: 'kubernetes/service.yaml', content: 'kind: Deployment\n' });
    const { files, outputs } = await runAction(
      manifests,
      { request },
      { backend },
    );

    expect([...files]).toEqual([
      ['deploy/kubernetes/service.yaml', 'kind: Deployment\n'],
    ]);
    expect(outputs.files).toEqual(['deploy/kubernetes/service.yaml']);
    expect(backend.asked[0].body).toEqual({ request, target: 'manifests' });
  });

  it('write Terraform into the folder that was named', async () => {
    says({ path: 'main.tf', content: '# empty\n' });
    const { files } = await runAction(
      gitops,
      { request, target: 'terraform', targetPath: 'platform' },
      { backend },
    );

    expect([...files.keys()]).toEqual(['platform/main.tf']);
  });

  it('leave template markup in a file as it is', async () => {
    const content =
      'a: "${{7*7}}"\nb: "{{ with secret }}"\nc: "{% if x %}{# y #}"\n';
    says({ path: 'service.yaml', content });
    const { files } = await runAction(manifests, { request }, { backend });

    expect(files.get('deploy/service.yaml')).toBe(content);
  });

  it.each(['../outside', '/etc', 'a/../../outside'])(
    'write nothing into the folder %s',
    async targetPath => {
      says({ path: 'service.yaml', content: 'x' });
      const { error, files } = await runAction(
        manifests,
        { request, targetPath },
        { backend },
      );

      expect(error?.message).toMatch(/not allowed|outside/i);
      expect(files.size).toBe(0);
    },
  );

  it('write nothing when one of the paths leads outside', async () => {
    says(
      { path: 'service.yaml', content: 'x' },
      { path: '../../outside.yaml', content: 'x' },
    );
    const { error, files } = await runAction(
      manifests,
      { request },
      { backend },
    );

    expect(error).toBeDefined();
    expect(files.size).toBe(0);
  });

  it('take no target but the two', async () => {
    const { error } = await runAction(
      gitops,
      { request, target: 'manifests' },
      { backend },
    );

    expect(error?.message).toMatch(/target/);
    expect(backend.asked).toEqual([]);
  });
});
