import ts from 'typescript';

/** One key of the configuration, as `config.d.ts` declares it. */
export interface ConfigurationKey {
  /** `serviceSecrets.instances[].name` */
  readonly path: string;
  readonly required: boolean;
  readonly secret: boolean;
  /** The type as it is written; empty for a key that only holds others. */
  readonly type: string;
  readonly description: string;
}

/** A type with what an alias or an array hides. */
interface Unfolded {
  readonly suffix: string;
  readonly members: readonly ts.TypeLiteralNode[];
}

class Reader {
  private readonly aliases = new Map<string, ts.TypeNode>();

  constructor(private readonly file: ts.SourceFile) {
    for (const statement of file.statements) {
      if (ts.isTypeAliasDeclaration(statement)) {
        this.aliases.set(statement.name.text, statement.type);
      }
    }
  }

  keys(): ConfigurationKey[] {
    const config = this.file.statements.find(ts.isInterfaceDeclaration);
    return [...(config?.members ?? [])].flatMap(member => this.key(member, ''));
  }

  private key(member: ts.TypeElement, parent: string): ConfigurationKey[] {
    if (!ts.isPropertySignature(member) || !member.type) return [];
    const { suffix, members } = this.unfold(member.type);
    const path = `${parent}${member.name.getText(this.file)}${suffix}`;
    const own = {
      path,
      required: member.questionToken === undefined,
      type: members.length > 0 ? '' : this.words(member.type),
      ...this.comment(member),
    };
    const below = members.flatMap(literal =>
      [...literal.members]
        .flatMap(child => this.key(child, `${path}.`))
        .map(child =>
          members.length > 1 ? this.ofOne(literal, child) : child,
        ),
    );
    return [own, ...below];
  }

  /** A key of one variant is needed with that variant only; its first key is what tells the variants apart. */
  private ofOne(variant: ts.TypeLiteralNode, key: ConfigurationKey) {
    const [first] = variant.members;
    if (!ts.isPropertySignature(first) || !first.type) return key;
    if (key.path.endsWith(`.${first.name.getText(this.file)}`)) return key;
    const word = this.words(first.type).replaceAll("'", '`');
    const need = key.required ? 'required with' : 'with';
    const description = [`${need} ${word}`, key.description].filter(Boolean);
    return { ...key, required: false, description: description.join(': ') };
  }

  private unfold(type: ts.TypeNode): Unfolded {
    if (ts.isTypeLiteralNode(type)) return { suffix: '', members: [type] };
    if (ts.isUnionTypeNode(type)) {
      const members = type.types.flatMap(each => this.unfold(each).members);
      return { suffix: '', members };
    }
    if (!ts.isTypeReferenceNode(type)) return { suffix: '', members: [] };
    const name = type.typeName.getText(this.file);
    const item = name === 'Array' ? type.typeArguments?.[0] : undefined;
    if (item) return { suffix: '[]', members: this.unfold(item).members };
    const alias = this.aliases.get(name);
    return alias ? this.unfold(alias) : { suffix: '', members: [] };
  }

  private words(type: ts.TypeNode): string {
    const text = type.getText(this.file).replaceAll(/\s+/g, ' ');
    return text.replace(/^\| /, '').replaceAll('HumanDuration', 'duration');
  }

  private comment(member: ts.PropertySignature) {
    const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
    const visibility = doc?.tags?.find(
      tag => tag.tagName.text === 'visibility',
    );
    return {
      description: ts.getTextOfJSDocComment(doc?.comment) ?? '',
      secret: ts.getTextOfJSDocComment(visibility?.comment) === 'secret',
    };
  }
}

/** Every key that a `config.d.ts` declares, in its order; a key of several variants comes once. */
export function readConfigurationKeys(text: string): ConfigurationKey[] {
  const file = ts.createSourceFile(
    'config.d.ts',
    text,
    ts.ScriptTarget.Latest,
    true,
  );
  const byPath = new Map<string, ConfigurationKey>();
  for (const key of new Reader(file).keys()) {
    const known = byPath.get(key.path);
    byPath.set(key.path, known ? merge(known, key) : key);
  }
  return [...byPath.values()];
}

/** Two declarations of one key, such as `role` of two ways to log in. */
function merge(one: ConfigurationKey, other: ConfigurationKey) {
  const types = [...new Set([...one.type.split(' | '), other.type])];
  return {
    ...one,
    type: types.filter(Boolean).join(' | '),
    description: [...new Set([one.description, other.description])]
      .filter(Boolean)
      .join('; '),
    secret: one.secret || other.secret,
  };
}
