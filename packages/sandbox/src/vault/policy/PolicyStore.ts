import { badRequest } from '../problems';
import { Acl } from './Acl';
import { defaultPolicy, responseWrappingPolicy } from './builtinPolicies';
import { parsePolicy } from './parsePolicy';
import { Stanza } from './rules';
import { Identity, isTemplated, resolveTemplate } from './templating';

interface StoredPolicy {
  readonly text: string;
  readonly stanzas: readonly Stanza[];
}

const hidden = new Set(['response-wrapping', 'control-group']);
/** Compiled rule sets kept at most; a sandbox has few tokens with distinct policies. */
const cacheLimit = 500;

/** ACL policies by name, and the compiled rules of any set of them. */
export class PolicyStore {
  private readonly policies = new Map<string, StoredPolicy>();
  private readonly compiled = new Map<string, Acl>();

  /** Parses the policies Vault comes with. */
  static async create(): Promise<PolicyStore> {
    const store = new PolicyStore();
    await store.put('default', defaultPolicy);
    await store.put('response-wrapping', responseWrappingPolicy);
    return store;
  }

  async put(name: string, text: string): Promise<void> {
    const stanzas = await parsePolicy(text);
    this.policies.set(name, { text, stanzas });
    this.compiled.clear();
  }

  /** Text of a policy; `root` has none. Undefined when there is no such policy. */
  text(name: string): string | undefined {
    return name === 'root' ? '' : this.policies.get(name)?.text;
  }

  has(name: string): boolean {
    return name === 'root' || this.policies.has(name);
  }

  remove(name: string): void {
    if (name === 'default') throw badRequest('cannot delete default policy');
    this.policies.delete(name);
    this.compiled.clear();
  }

  /** Names in order, `root` last, without the ones Vault hides. */
  names(): string[] {
    const visible = [...this.policies.keys()].filter(name => !hidden.has(name));
    return [...visible.sort(), 'root'];
  }

  /** The rules of a token. Policies that do not exist are left out. */
  aclOf(names: readonly string[], identity?: Identity): Acl {
    const key = JSON.stringify([names, identity?.id]);
    const present = this.compiled.get(key);
    if (present) return present;
    const stanzas = names.flatMap(
      name => this.policies.get(name)?.stanzas ?? [],
    );
    const acl = new Acl(
      stanzas.flatMap(stanza => resolved(stanza, identity)),
      names.includes('root'),
    );
    if (this.compiled.size >= cacheLimit) this.compiled.clear();
    this.compiled.set(key, acl);
    return acl;
  }
}

function resolved(stanza: Stanza, identity: Identity | undefined): Stanza[] {
  if (!isTemplated(stanza.path)) return [stanza];
  const path = resolveTemplate(stanza.path, identity);
  return path === undefined ? [] : [{ path, rule: stanza.rule }];
}
