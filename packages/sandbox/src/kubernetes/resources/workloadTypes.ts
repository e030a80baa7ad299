import type { Row } from './describeType';
import {
  cronJobRules,
  daemonSetRules,
  deploymentRules,
  jobRules,
  replicaSetRules,
  statefulSetRules,
} from './workloadRules';

const emptyTemplate = { metadata: {}, spec: { containers: null } };
const all = ['all'];
const specAndStatus = ['spec', 'status'];

/** The apps group. */
export const apps: Row[] = [
  {
    kind: 'ControllerRevision',
    zero: { revision: 0 },
    members: ['data', 'revision'],
  },
  {
    kind: 'DaemonSet',
    shortNames: ['ds'],
    categories: all,
    status: true,
    generation: 'spec',
    zero: {
      spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
      status: {
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        desiredNumberScheduled: 0,
        numberReady: 0,
      },
    },
    members: specAndStatus,
    rules: daemonSetRules,
  },
  {
    kind: 'Deployment',
    bookmark: {
      spec: {
        replicas: 0,
        selector: null,
        template: emptyTemplate,
        strategy: {},
      },
    },
    shortNames: ['deploy'],
    categories: all,
    status: true,
    scale: true,
    generation: 'spec-or-annotations',
    zero: {
      spec: { selector: null, template: emptyTemplate, strategy: {} },
      status: {},
    },
    members: specAndStatus,
    rules: deploymentRules,
  },
  {
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: all,
    status: true,
    scale: true,
    generation: 'spec',
    selectable: ['status.replicas'],
    zero: {
      spec: { selector: null, template: emptyTemplate },
      status: { replicas: 0 },
    },
    members: specAndStatus,
    rules: replicaSetRules,
  },
  {
    kind: 'StatefulSet',
    shortNames: ['sts'],
    categories: all,
    status: true,
    scale: true,
    generation: 'spec',
    zero: {
      spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
      status: { replicas: 0, availableReplicas: 0 },
    },
    members: specAndStatus,
    rules: statefulSetRules,
  },
];

/** The batch group. */
export const batch: Row[] = [
  {
    kind: 'CronJob',
    shortNames: ['cj'],
    categories: all,
    status: true,
    generation: 'spec',
    zero: {
      spec: {
        schedule: '',
        jobTemplate: { metadata: {}, spec: { template: emptyTemplate } },
      },
      status: {},
    },
    members: specAndStatus,
    rules: cronJobRules,
  },
  {
    kind: 'Job',
    categories: all,
    status: true,
    generation: 'spec',
    selectable: ['status.successful'],
    zero: { spec: { template: emptyTemplate }, status: {} },
    members: specAndStatus,
    rules: jobRules,
  },
];
