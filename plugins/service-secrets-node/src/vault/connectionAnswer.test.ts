import { connectionAnswer } from './schema';

/** What a server answers on a connection; OpenBao says nothing of rotation. */
function read(rotation: object) {
  const { rootRotation } = connectionAnswer.parse({
    data: {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: ['*'],
      connection_details: {
        connection_url: 'postgresql://{{username}}:{{password}}@db:5432/shop',
        username: 'vault',
      },
      ...rotation,
    },
  });
  return rootRotation;
}

const none = {
  rotation_schedule: '',
  rotation_window: 0,
  rotation_period: 0,
  disable_automated_rotation: false,
};

describe('the rotation of the login of Vault itself', () => {
  it.each([
    ['a period', { ...none, rotation_period: 86_400 }],
    ['a schedule', { ...none, rotation_schedule: '0 0 * * SAT' }],
  ])('is automatic when Vault has %s for it', (_what, rotation) => {
    expect(read(rotation)).toBe('automatic');
  });

  it('is off when Vault has neither a period nor a schedule', () => {
    expect(read(none)).toBe('off');
  });

  it('is off when it is disabled, whatever was planned', () => {
    const disabled = { ...none, disable_automated_rotation: true };
    expect(read({ ...disabled, rotation_period: 86_400 })).toBe('off');
  });

  it('is not known when the server does not tell, which is not the same as off', () => {
    expect(read({})).toBeUndefined();
  });
});
