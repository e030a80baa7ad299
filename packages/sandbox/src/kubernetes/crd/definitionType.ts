import { describeType } from '../resources/describeType';
import { definitionRules } from './definitionRules';

/** The resource that defines resources. */
export const definitionType = describeType('apiextensions.k8s.io', {
  kind: 'CustomResourceDefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  cluster: true,
  status: true,
  generation: 'spec',
  zero: {
    spec: {
      group: '',
      names: { plural: '', kind: '' },
      scope: '',
      versions: null,
    },
    status: {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: null,
    },
  },
  members: ['spec', 'status'],
  rules: definitionRules,
});
