import { isObject, objectOf, textOf, type JsonObject } from '../api/json';
import { isDeepStrictEqual } from 'node:util';
import { cause, type Cause } from '../api/status';
import { defaultPodSpec, setDefault } from './podDefaults';
import { podSpecCauses } from './podRules';
import type { ResourceRules } from './ResourceType';
import { matchesSelector } from './selectorMatch';

function templateSpec(spec: JsonObject): JsonObject {
  return objectOf(objectOf(spec.template).spec);
}

function hasSelector(spec: JsonObject): boolean {
  const { matchLabels, matchExpressions } = objectOf(spec.selector);
  return matchLabels !== undefined || matchExpressions !== undefined;
}

function selectorCauses(spec: JsonObject): Cause[] {
  const labels = objectOf(objectOf(spec.template).metadata).labels;
  const causes = hasSelector(spec) ? [] : [cause.required('spec.selector')];
  if (hasSelector(spec) && matchesSelector(spec.selector, objectOf(labels)))
    return causes;
  const detail = '`selector` does not match template `labels`';
  return [
    ...causes,
    cause.invalid('spec.template.metadata.labels', labels, detail),
  ];
}

function replicaCauses(spec: JsonObject): Cause[] {
  const { replicas } = spec;
  if (typeof replicas !== 'number' || replicas >= 0) return [];
  const detail = 'must be greater than or equal to 0';
  return [cause.invalid('spec.replicas', replicas, detail)];
}

function workload(defaults: (spec: JsonObject) => void): ResourceRules {
  return {
    default(object) {
      const spec = objectOf(object.spec);
      defaults(spec);
      defaultPodSpec(templateSpec(spec));
    },
    validate(object) {
      const spec = objectOf(object.spec);
      return [
        ...replicaCauses(spec),
        ...selectorCauses(spec),
        ...podSpecCauses(templateSpec(spec), 'spec.template.spec'),
      ];
    },
    validateUpdate(object, old) {
      const selector = objectOf(object.spec).selector;
      return isDeepStrictEqual(selector, objectOf(old.spec).selector)
        ? []
        : [cause.invalid('spec.selector', selector, 'field is immutable')];
    },
  };
}

/** Deployments: a rolling update of a quarter at a time, unless told otherwise. */
export const deploymentRules = workload(spec => {
  setDefault(spec, 'replicas', 1);
  const strategy = { ...objectOf(spec.strategy) };
  setDefault(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate') {
    const rolling = { ...objectOf(strategy.rollingUpdate) };
    setDefault(rolling, 'maxUnavailable', '25%');
    setDefault(rolling, 'maxSurge', '25%');
    strategy.rollingUpdate = rolling;
  }
  spec.strategy = strategy;
  setDefault(spec, 'revisionHistoryLimit', 10);
  setDefault(spec, 'progressDeadlineSeconds', 600);
});

/** StatefulSets. */
export const statefulSetRules = workload(spec => {
  setDefault(spec, 'replicas', 1);
  setDefault(spec, 'podManagementPolicy', 'OrderedReady');
  const strategy = { ...objectOf(spec.updateStrategy) };
  setDefault(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate')
    setDefault(strategy, 'rollingUpdate', { partition: 0 });
  spec.updateStrategy = strategy;
  setDefault(spec, 'revisionHistoryLimit', 10);
  setDefault(spec, 'persistentVolumeClaimRetentionPolicy', {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
});

/** DaemonSets. */
export const daemonSetRules = workload(spec => {
  const strategy = { ...objectOf(spec.updateStrategy) };
  setDefault(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate')
    setDefault(strategy, 'rollingUpdate', { maxUnavailable: 1, maxSurge: 0 });
  spec.updateStrategy = strategy;
  setDefault(spec, 'revisionHistoryLimit', 10);
});

/** ReplicaSets. */
export const replicaSetRules = workload(spec =>
  setDefault(spec, 'replicas', 1),
);

function defaultJobSpec(spec: JsonObject): void {
  setDefault(spec, 'parallelism', 1);
  setDefault(spec, 'completions', 1);
  setDefault(spec, 'backoffLimit', 6);
  setDefault(spec, 'completionMode', 'NonIndexed');
  setDefault(spec, 'suspend', false);
  setDefault(spec, 'podReplacementPolicy', 'TerminatingOrFailed');
  defaultPodSpec(templateSpec(spec));
}

function jobSpecCauses(spec: JsonObject, field: string): Cause[] {
  const template = templateSpec(spec);
  const at = `${field}.template.spec`;
  const policy = textOf(template.restartPolicy);
  const causes = podSpecCauses(template, at);
  if (policy === 'Never' || policy === 'OnFailure') return causes;
  const restart: Cause = {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(
      policy,
    )}: supported values: "OnFailure", "Never"`,
    field: `${at}.restartPolicy`,
  };
  return [...causes, restart];
}

/** Jobs: the server labels the pods with the job's own identity. */
export const jobRules: ResourceRules = {
  default: object => defaultJobSpec(objectOf(object.spec)),
  prepare(object) {
    const spec = objectOf(object.spec);
    const { uid, name } = objectOf(object.metadata);
    if (spec.manualSelector === true || !isObject(spec.template)) return;
    const metadata = objectOf(spec.template.metadata);
    const matchLabels = { 'batch.kubernetes.io/controller-uid': uid };
    spec.template.metadata = {
      ...metadata,
      labels: {
        ...objectOf(metadata.labels),
        ...matchLabels,
        'batch.kubernetes.io/job-name': name,
        'controller-uid': uid,
        'job-name': name,
      },
    };
    spec.selector = { matchLabels };
  },
  validate: object => jobSpecCauses(objectOf(object.spec), 'spec'),
};

/** CronJobs. */
export const cronJobRules: ResourceRules = {
  default(object) {
    const spec = objectOf(object.spec);
    setDefault(spec, 'concurrencyPolicy', 'Allow');
    setDefault(spec, 'suspend', false);
    setDefault(spec, 'successfulJobsHistoryLimit', 3);
    setDefault(spec, 'failedJobsHistoryLimit', 1);
    defaultPodSpec(templateSpec(objectOf(objectOf(spec.jobTemplate).spec)));
  },
  validate(object) {
    const spec = objectOf(object.spec);
    const causes = textOf(spec.schedule)
      ? []
      : [cause.required('spec.schedule')];
    const job = objectOf(objectOf(spec.jobTemplate).spec);
    return [...causes, ...jobSpecCauses(job, 'spec.jobTemplate.spec')];
  },
};
