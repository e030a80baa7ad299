/**
 * Fakes of the ports and builders of what they answer, for tests.
 *
 * @packageDocumentation
 */
export * from './builders';
export { CallRecorder } from './CallRecorder';
export * from './deliveryBuilders';
export * from './InMemoryKubernetes';
export * from './InMemoryKubernetesOperator';
export * from './InMemoryKubernetesProvisioner';
export * from './InMemoryProof';
export * from './InMemoryProvisioner';
export * from './InMemoryVault';
export { InterruptibleCalls, KilledError } from './InterruptibleCalls';
export type { CallPhase, CallPoint } from './InterruptibleCalls';
export * from './provisionBuilders';
export * from './injectionCorpus';
export * from './replaceStrings';
