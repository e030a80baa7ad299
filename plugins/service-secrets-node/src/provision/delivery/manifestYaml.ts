import { Document, visit } from 'yaml';

import { Manifest } from '../DesiredState';

/** YAML with every string value quoted: Kubernetes reads YAML 1.1, where `no` and `1e3` are no strings. */
export function quotedYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'string') {
        node.type = node.value.includes('\n')
          ? 'BLOCK_LITERAL'
          : 'QUOTE_DOUBLE';
      }
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** One YAML text of several objects. */
export function manifestYaml(manifests: readonly Manifest[]): string {
  return manifests.map(quotedYaml).join('---\n');
}
