import { badRequest } from '../problems';

/** Who a token belongs to, as policy templates can name it. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  /** By accessor of the auth mount. */
  readonly aliases: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly name: string;
        readonly metadata: Readonly<Record<string, string>>;
      }
    >
  >;
}

const placeholder = /\{\{\s*(.*?)\s*\}\}/g;

/** Whether a policy path holds a placeholder. */
export function isTemplated(path: string): boolean {
  return path.includes('{{') || path.includes('}}');
}

/** Refuses unbalanced braces and empty placeholders when a policy is written. */
export function validateTemplate(path: string): void {
  const rest = path.replace(placeholder, (_, name: string) =>
    name === '' ? '{{' : '',
  );
  if (rest.includes('{{') || rest.includes('}}')) {
    throw badRequest(
      'failed to validate policy templating: unbalanced templating characters',
    );
  }
}

function valueOf(name: string, identity: Identity): string | undefined {
  if (name === 'identity.entity.id') return identity.id;
  if (name === 'identity.entity.name') return identity.name;
  const match =
    /^identity\.entity\.aliases\.([^.]+)\.(id|name|metadata\.(.+))$/.exec(name);
  if (!match) return undefined;
  const [, accessor, field, key] = match;
  const alias = identity.aliases[accessor];
  if (!alias) return undefined;
  if (field === 'id') return alias.id;
  return field === 'name' ? alias.name : alias.metadata[key];
}

/** The path with its placeholders filled in; undefined when one has no value, which drops the stanza. */
export function resolveTemplate(
  path: string,
  identity: Identity | undefined,
): string | undefined {
  if (!identity) return undefined;
  let complete = true;
  const resolved = path.replace(placeholder, (_, name: string) => {
    const value = valueOf(name, identity);
    if (value === undefined) complete = false;
    return value ?? '';
  });
  return complete ? resolved : undefined;
}
