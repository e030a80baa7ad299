import {
  badRequest,
  internalError,
  nothingThere,
  reasonOf,
  multiError,
} from '../../problems';
import {
  durationField,
  stringListField,
  textField,
  FieldData,
} from '../fields';
import { Call, listOf, Route } from '../routes';
import { ConnectionStore, requireAllowedRole } from './connectionStore';
import { StaticRole } from './model';
import { generatePassword } from './passwords';
import { requirePasswordType } from './roles';

const staticRoleFields = [
  'db_name',
  'username',
  'rotation_period',
  'rotation_statements',
  'credential_type',
  'credential_config',
];
const minimumPeriod = 5;
const retryAfterMs = 10_000;

/** Timers overflow beyond this; a longer wait is taken in steps. */
const longestTimerMs = 2 ** 31 - 1;

function requiredText(data: FieldData, field: string, problem: string): string {
  const value = textField(data, field);
  if (!value) {
    throw badRequest(problem);
  }
  return value;
}

function checkedUsername(
  data: FieldData,
  before: StaticRole | undefined,
): string {
  if (before && textField(data, 'username') !== before.username) {
    throw badRequest('cannot update static account username');
  }
  return requiredText(
    data,
    'username',
    'username is a required field to create a static account',
  );
}

function checkedPeriod(
  data: FieldData,
  before: StaticRole | undefined,
): number {
  if (textField(data, 'rotation_schedule')) {
    throw badRequest(
      'rotation_schedule is not supported by this server, use rotation_period',
    );
  }
  const period =
    durationField(data, 'rotation_period') ?? before?.rotationPeriod;
  if (period === undefined) {
    throw badRequest('rotation_period is required to create static accounts');
  }
  if (period < minimumPeriod) {
    throw badRequest('rotation_period must be 5 seconds or more');
  }
  return period;
}

function checked(
  name: string,
  data: FieldData,
  before: StaticRole | undefined,
): StaticRole {
  const {
    connectionName = requiredText(
      data,
      'db_name',
      'database name is a required field',
    ),
    password = '',
    lastRotation = new Date(0),
    rotationStatements = [],
  } = before ?? {};
  return {
    name,
    connectionName: textField(data, 'db_name') ?? connectionName,
    username: checkedUsername(data, before),
    rotationPeriod: checkedPeriod(data, before),
    rotationStatements:
      stringListField(data, 'rotation_statements') ?? rotationStatements,
    password,
    lastRotation,
  };
}

function shownRole(role: StaticRole): Record<string, unknown> {
  return {
    db_name: role.connectionName,
    username: role.username,
    rotation_period: role.rotationPeriod,
    rotation_statements: role.rotationStatements,
    credential_type: 'password',
    last_vault_rotation: role.lastRotation.toISOString(),
  };
}

/** Existing database users whose passwords the engine sets, at once and then periodically. */
export class StaticRoles {
  private readonly roles = new Map<string, StaticRole>();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly store: ConnectionStore,
    private readonly isDynamic: (name: string) => boolean,
  ) {}

  has(name: string): boolean {
    return this.roles.has(name);
  }

  routes(): Route[] {
    return [
      { path: 'static-roles', on: { list: () => listOf(this.roles.keys()) } },
      {
        path: 'static-roles/:name',
        checksExistence: true,
        fields: staticRoleFields,
        on: {
          update: call => this.write(call),
          read: ({ params }) => {
            const role = this.roles.get(params.name);
            if (!role) {
              throw nothingThere();
            }
            return { data: shownRole(role) };
          },
          delete: ({ params }) => this.remove(params.name),
        },
      },
      {
        path: 'static-creds/:name',
        on: { read: ({ params }) => this.credentials(params.name) },
      },
      {
        path: 'rotate-role/:name',
        on: { update: ({ params }) => this.rotateNow(params.name) },
      },
    ];
  }

  close(): void {
    for (const timer of this.timers.values()) {
      clearTimeout(timer);
    }
    this.timers.clear();
  }

  private async write({ params, data }: Call) {
    if (this.isDynamic(params.name)) {
      throw badRequest('Role and Static Role names must be unique');
    }
    requirePasswordType(data);
    const before = this.roles.get(params.name);
    const role = checked(params.name, data, before);
    const connection = this.store.require(role.connectionName);
    requireAllowedRole(connection, role.name);
    if (!before) {
      await this.rotate(role);
    }
    this.roles.set(role.name, role);
    this.schedule(role, this.msToRotation(role));
    return {};
  }

  private remove(name: string) {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
    this.roles.delete(name);
    return {};
  }

  private credentials(name: string) {
    const role = this.roles.get(name);
    if (!role) {
      throw badRequest(`unknown role: ${name}`);
    }
    requireAllowedRole(this.store.require(role.connectionName), role.name);
    return {
      data: {
        username: role.username,
        password: role.password,
        ttl: Math.max(0, Math.ceil(this.msToRotation(role) / 1000)),
        rotation_period: role.rotationPeriod,
        last_vault_rotation: role.lastRotation.toISOString(),
      },
    };
  }

  private async rotateNow(name: string) {
    const role = this.roles.get(name);
    if (!role) {
      throw badRequest('no static role found for role name');
    }
    await this.rotate(role);
    this.schedule(role, this.msToRotation(role));
    return {};
  }

  private async rotate(role: StaticRole): Promise<void> {
    const password = generatePassword();
    try {
      await this.store
        .plugin(this.store.require(role.connectionName))
        .changeUser({
          username: role.username,
          password,
          statements: role.rotationStatements,
        });
    } catch (error) {
      throw internalError(
        `error setting credentials: ${multiError(reasonOf(error))}`,
      );
    }
    role.password = password;
    role.lastRotation = new Date();
  }

  private msToRotation(role: StaticRole): number {
    return (
      role.lastRotation.getTime() + role.rotationPeriod * 1000 - Date.now()
    );
  }

  private schedule(role: StaticRole, delayMs: number): void {
    clearTimeout(this.timers.get(role.name));
    const timer = setTimeout(() => {
      void this.rotateWhenDue(role);
    }, Math.min(Math.max(0, delayMs), longestTimerMs));
    timer.unref();
    this.timers.set(role.name, timer);
  }

  private async rotateWhenDue(role: StaticRole): Promise<void> {
    let delay = this.msToRotation(role);
    if (delay <= 0) {
      delay = await this.rotate(role).then(
        () => this.msToRotation(role),
        // The database may be away; the next attempt tells.
        () => retryAfterMs,
      );
    }
    // The role may have been deleted or rewritten meanwhile.
    if (this.timers.has(role.name) && this.roles.get(role.name) === role) {
      this.schedule(role, delay);
    }
  }
}
