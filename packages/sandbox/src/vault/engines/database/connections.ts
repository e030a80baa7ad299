import {
  badRequest,
  internalError,
  multiError,
  nothingThere,
  reasonOf,
} from '../../problems';
import {
  booleanField,
  commaListField,
  stringListField,
  textField,
} from '../fields';
import { Call, listOf, Route } from '../routes';
import { ConnectionStore } from './connectionStore';
import { Connection } from './model';
import { generatePassword } from './passwords';
import { openPlugin } from './plugins';
import { detailText } from './plugins/DatabasePlugin';

const ownFields = [
  'name',
  'plugin_name',
  'plugin_version',
  'verify_connection',
  'allowed_roles',
  'root_rotation_statements',
  'password_policy',
];
const secretDetails = ['password', 'private_key'];
const passwordInUrl =
  'Password found in connection_url, use a templated url to enable root rotation and prevent read access to password information.';

/** Password policies live in sys/policies/password, which the sandbox does not have. */
export function refusePasswordPolicy(name: string | undefined): void {
  if (name) {
    throw badRequest(
      `password policy "${name}" not found: this server keeps no password policies, leave password_policy empty`,
    );
  }
}

function ignoredWarning(fields: readonly string[]): string {
  return `Endpoint ignored these unrecognized parameters: [${[...fields]
    .sort()
    .join(' ')}]`;
}

function passwordOf(connectionUrl: string): string | undefined {
  if (connectionUrl.includes('{{')) {
    return undefined;
  }
  return /^[a-z][a-z0-9+.-]*:\/\/[^/@:]*:([^/]*)@/i.exec(connectionUrl)?.[1];
}

function visibleDetails(connection: Connection): Record<string, unknown> {
  const visible = Object.fromEntries(
    Object.entries(connection.details).filter(
      ([key]) => !secretDetails.includes(key),
    ),
  );
  const url = detailText(visible, 'connection_url');
  const password = passwordOf(url);
  return password
    ? { ...visible, connection_url: url.replace(`:${password}@`, ':xxxxx@') }
    : visible;
}

function merged(
  name: string,
  { data }: Call,
  before: Connection | undefined,
): Connection {
  const details = Object.fromEntries(
    Object.entries(data).filter(([key]) => !ownFields.includes(key)),
  );
  return {
    name,
    pluginName: textField(data, 'plugin_name') ?? before?.pluginName ?? '',
    pluginVersion:
      textField(data, 'plugin_version') ?? before?.pluginVersion ?? '',
    allowedRoles:
      commaListField(data, 'allowed_roles') ?? before?.allowedRoles ?? [],
    rootRotationStatements:
      stringListField(data, 'root_rotation_statements') ??
      before?.rootRotationStatements ??
      [],
    passwordPolicy: '',
    details: { ...before?.details, ...details },
  };
}

async function checkConnection(
  connection: Connection,
  verify: boolean,
): Promise<void> {
  try {
    const plugin = openPlugin(connection.pluginName, connection.details);
    try {
      if (verify) {
        await plugin.verify();
      }
    } finally {
      await plugin.close();
    }
  } catch (error) {
    throw badRequest(`error creating database object: ${reasonOf(error)}`);
  }
}

async function write(store: ConnectionStore, call: Call) {
  const { params, data } = call;
  refusePasswordPolicy(textField(data, 'password_policy'));
  const connection = merged(params.name, call, store.all.get(params.name));
  if (!connection.pluginName) {
    throw badRequest('empty plugin name');
  }
  await checkConnection(
    connection,
    booleanField(data, 'verify_connection') ?? true,
  );
  await store.reset(connection.name);
  store.all.set(connection.name, connection);
  const url = detailText(connection.details, 'connection_url');
  // Details of a connection are none of the endpoint's own fields, which an answer with a body tells.
  const details = Object.keys(data).filter(key => !ownFields.includes(key));
  return passwordOf(url)
    ? { warnings: [passwordInUrl, ignoredWarning(details)] }
    : {};
}

function read(store: ConnectionStore, { params }: Call) {
  const connection = store.all.get(params.name);
  if (!connection) {
    throw nothingThere();
  }
  return {
    data: {
      plugin_name: connection.pluginName,
      plugin_version: connection.pluginVersion,
      connection_details: visibleDetails(connection),
      allowed_roles: connection.allowedRoles,
      root_credentials_rotate_statements: connection.rootRotationStatements,
      password_policy: connection.passwordPolicy,
    },
  };
}

async function rotateRoot(store: ConnectionStore, { params }: Call) {
  const connection = store.require(params.name);
  const username = detailText(connection.details, 'username');
  if (!username) {
    throw internalError(
      'unable to rotate root credentials: no username in configuration',
    );
  }
  if (!detailText(connection.details, 'password')) {
    throw internalError(
      'unable to rotate root credentials: no password in configuration',
    );
  }
  const password = generatePassword();
  try {
    await store.plugin(connection).changeUser({
      username,
      password,
      statements: connection.rootRotationStatements,
    });
  } catch (error) {
    throw internalError(
      `failed to update user: ${multiError(reasonOf(error))}`,
    );
  }
  connection.details.password = password;
  await store.reset(connection.name);
  return {};
}

/** `config/…`, `reset/…` and `rotate-root/…`. */
export function connectionRoutes(store: ConnectionStore): Route[] {
  return [
    {
      path: 'config',
      on: { list: () => listOf(store.all.keys()) },
    },
    {
      path: 'config/:name',
      checksExistence: true,
      on: {
        update: call => write(store, call),
        read: call => read(store, call),
        delete: async ({ params }) => {
          store.all.delete(params.name);
          await store.reset(params.name);
          return {};
        },
      },
    },
    {
      path: 'reset/:name',
      on: {
        update: async ({ params }) => {
          const connection = store.require(params.name);
          await store.reset(connection.name);
          return {};
        },
      },
    },
    {
      path: 'rotate-root/:name',
      on: { update: call => rotateRoot(store, call) },
    },
  ];
}
