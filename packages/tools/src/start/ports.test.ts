import { createServer } from 'node:net';

import { assertPortsFree, freePorts, portVariables, readPorts } from './ports';

describe('readPorts', () => {
  it('answers the defaults when nothing is set', () => {
    expect(readPorts({})).toEqual({
      vault: 8200,
      kubernetes: 6443,
      postgres: 54329,
      backend: 7007,
      app: 3000,
    });
  });

  it('takes a port from its variable', () => {
    expect(readPorts({ APP_PORT: '3100' }).app).toBe(3100);
  });

  it.each(['abc', '0', '65536', '30.5', '-1'])(
    'names the variable when its value is %s',
    value => {
      expect(() => readPorts({ BACKEND_PORT: value })).toThrow(
        `BACKEND_PORT is "${value}"`,
      );
    },
  );

  it('refuses one port for two services', () => {
    expect(() => readPorts({ APP_PORT: '7007' })).toThrow(
      /BACKEND_PORT and APP_PORT are both 7007/,
    );
  });

  it('reads back what portVariables wrote', async () => {
    const ports = await freePorts();

    expect(readPorts(portVariables(ports))).toEqual(ports);
  });
});

describe('assertPortsFree', () => {
  it('accepts ports nobody listens on', async () => {
    await expect(assertPortsFree(await freePorts())).resolves.toBeUndefined();
  });

  it('names the taken port and the setting that changes it', async () => {
    const ports = await freePorts();
    const server = createServer();
    await new Promise<void>(resolve =>
      server.listen(ports.vault, '127.0.0.1', resolve),
    );

    const problem = assertPortsFree(ports);

    await expect(problem).rejects.toThrow(`Port ${ports.vault} for Vault`);
    await expect(problem).rejects.toThrow('SANDBOX_VAULT_PORT=');
    await new Promise(resolve => server.close(resolve));
  });
});
