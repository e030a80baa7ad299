import {
  functions,
  isTruthy,
  printValue,
  type TemplateFunction,
  type Value,
} from './functions';
import type { Expression, Node } from './parser';
import { TemplateError } from './TemplateError';

/** What `secret "path"` yields inside a template. */
export interface TemplateSecret {
  readonly Data: Readonly<Record<string, unknown>>;
  readonly LeaseID: string;
  readonly LeaseDuration: number;
  readonly Renewable: boolean;
}

/** Thrown by a lookup whose secret has not been read yet; the agent reads it and renders again. */
export class SecretPending extends Error {
  constructor(readonly path: string, readonly args: readonly string[]) {
    super(`${path} has not been read yet`);
    this.name = 'SecretPending';
  }
}

/** What a rendering needs besides the template. */
export interface RenderOptions {
  readonly secret: (path: string, args: readonly string[]) => TemplateSecret;
  /** `error-on-missing-key`: a missing field fails instead of printing `<no value>`. */
  readonly errorOnMissingKey?: boolean;
}

interface Scope {
  readonly dot: Value;
  readonly variables: Map<string, Value>;
}

class Renderer {
  constructor(private readonly options: RenderOptions) {}

  render(nodes: readonly Node[], scope: Scope): string {
    return nodes.map(node => this.node(node, scope)).join('');
  }

  private node(node: Node, scope: Scope): string {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'print':
        return printValue(this.evaluate(node.value, scope));
      case 'assign':
        scope.variables.set(node.names[0], this.evaluate(node.value, scope));
        return '';
      case 'range':
        return this.range(node, scope);
      default:
        return this.branch(node, scope);
    }
  }

  private branch(
    node: Extract<Node, { kind: 'if' | 'with' | 'range' }>,
    scope: Scope,
  ): string {
    const value = this.evaluate(node.value, scope);
    const variables = new Map(scope.variables);
    if (node.variables.length > 0) variables.set(node.variables[0], value);
    if (!isTruthy(value))
      return this.render(node.otherwise, { ...scope, variables });
    const dot = node.kind === 'with' ? value : scope.dot;
    return this.render(node.body, { dot, variables });
  }

  private range(
    node: Extract<Node, { kind: 'if' | 'with' | 'range' }>,
    scope: Scope,
  ): string {
    const value = this.evaluate(node.value, scope);
    const entries = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(Object(value ?? {})).sort(([a], [b]) =>
          a < b ? -1 : 1,
        );
    if (entries.length === 0) return this.render(node.otherwise, scope);
    return entries
      .map(([key, item]) => {
        const variables = new Map(scope.variables);
        const [first, second] = node.variables;
        if (second !== undefined) variables.set(first, key).set(second, item);
        else if (first !== undefined) variables.set(first, item);
        return this.render(node.body, { dot: item, variables });
      })
      .join('');
  }

  private evaluate(expression: Expression, scope: Scope): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'dot':
        return scope.dot;
      case 'path':
        return this.path(expression, scope);
      default:
        return this.invoke(expression, scope);
    }
  }

  private path(
    expression: Extract<Expression, { kind: 'path' }>,
    scope: Scope,
  ): Value {
    let value: Value = scope.dot;
    if (expression.root === 'variable') {
      if (!scope.variables.has(expression.variable))
        throw new TemplateError(`undefined variable "${expression.variable}"`);
      value = scope.variables.get(expression.variable);
    } else if (expression.root !== 'dot')
      value = this.evaluate(expression.root, scope);
    for (const name of expression.names) value = this.field(value, name);
    return value;
  }

  private field(value: Value, name: string): Value {
    const fields = new Map(Object.entries(Object(value ?? {})));
    if (fields.has(name)) return fields.get(name);
    if (this.options.errorOnMissingKey)
      throw new TemplateError(`map has no entry for key "${name}"`);
    return undefined;
  }

  private invoke(
    { name, args }: Extract<Expression, { kind: 'call' }>,
    scope: Scope,
  ): Value {
    const call = name === 'secret' ? this.secret : functions.get(name);
    if (call === undefined)
      throw new TemplateError(`function "${name}" not defined`);
    return call(...args.map(arg => this.evaluate(arg, scope)));
  }

  private readonly secret: TemplateFunction = (path, ...args) => {
    if (typeof path !== 'string')
      throw new TemplateError('secret: expected a path');
    const trimmed = path.replace(/^\/+|\/+$/g, '');
    return this.options.secret(trimmed, args.map(printValue));
  };
}

/** Renders a parsed template. */
export function renderTemplate(
  nodes: readonly Node[],
  options: RenderOptions,
): string {
  const variables = new Map<string, Value>([['$', undefined]]);
  return new Renderer(options).render(nodes, { dot: undefined, variables });
}

function checkExpression(expression: Expression): void {
  if (expression.kind === 'path' && typeof expression.root === 'object')
    checkExpression(expression.root);
  if (expression.kind !== 'call') return;
  if (expression.name !== 'secret' && !functions.has(expression.name))
    throw new TemplateError(`function "${expression.name}" not defined`);
  expression.args.forEach(checkExpression);
}

/** Refuses a template that calls an unknown function, as parsing it in the agent would. */
export function checkFunctions(nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (node.kind !== 'text') checkExpression(node.value);
    if ('body' in node) {
      checkFunctions(node.body);
      checkFunctions(node.otherwise);
    }
  }
}
