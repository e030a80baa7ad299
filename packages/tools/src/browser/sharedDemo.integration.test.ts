import {
  controlSharedDemo,
  findSharedDemo,
  ShareableDemo,
  shareDemo,
  SharedDemo,
} from './sharedDemo';

const addresses: ShareableDemo['sandbox']['addresses'] = {
  vault: { address: 'http://127.0.0.1:1', token: 'of-a-sandbox' },
  kubernetes: { url: 'https://127.0.0.1:2', kubeconfigPath: '/run/kubeconfig' },
  postgres: { host: '127.0.0.1', port: 3, user: 'postgres', password: 'word' },
  using: {
    vault: 'sandbox',
    kubernetes: 'sandbox',
    postgres: 'embedded',
    mysql: 'none',
  },
  directory: '/run',
};
const urls = { app: 'http://localhost:4', backend: 'http://localhost:5' };

let commands: string[];
let failure: Error | undefined;
let shared: SharedDemo;

beforeEach(async () => {
  commands = [];
  failure = undefined;
  shared = await shareDemo({
    urls,
    sandbox: {
      addresses,
      control: async command => {
        if (failure) throw failure;
        commands.push(command);
      },
    },
  });
});

afterEach(() => shared.close());

describe('a shared demo', () => {
  it('says where it is', async () => {
    await expect(findSharedDemo(shared.url)).resolves.toEqual({
      urls,
      addresses,
    });
    expect(commands).toEqual([]);
  });

  it('passes commands on in their order, and is asked again afterwards', async () => {
    await controlSharedDemo(shared.url, 'vault stop');
    await controlSharedDemo(shared.url, 'vault start');

    expect(commands).toEqual(['vault stop', 'vault start']);
  });

  it('answers with the reason when its sandbox does not obey', async () => {
    failure = new Error('sandbox ended early (exit 1)');

    await expect(controlSharedDemo(shared.url, 'vault stop')).rejects.toThrow(
      'sandbox ended early (exit 1)',
    );
  });

  it('refuses a command it does not know, naming those it knows', async () => {
    const response = await fetch(shared.url, {
      method: 'POST',
      body: 'vault seal',
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toBe(
      'The demo knows no "vault seal"; it knows: vault stop, vault start.',
    );
    expect(commands).toEqual([]);
  });
});
