/**
 * Fakes of the ports and builders of what they answer, for tests.
 *
 * @packageDocumentation
 */
export * from './builders';
export { CallRecorder } from './CallRecorder';
export * from './InMemoryKubernetes';
export * from './InMemoryVault';
export * from './InMemoryProvisioner';
export * from './provisionBuilders';
