import {
  Health,
  ServicesInState,
  ServiceState,
  ServiceStates,
} from 'backstage-plugin-service-secrets-common';

import { ServiceStatesApi } from '../api/ServiceStatesApi';
import { after } from './builders';

/** A state in order, unless told otherwise. */
export function aServiceState(
  change: Partial<ServiceState> = {},
): ServiceState {
  return {
    entityRef: 'component:default/grade-api',
    health: 'healthy',
    sentence: 'Everything this service uses is in order.',
    environment: 'production',
    collectedAt: after(-120),
    stale: false,
    ...change,
  };
}

/** Answers from a list of states, and remembers what it was asked. */
export class FakeServiceStatesApi implements ServiceStatesApi {
  readonly asked: (readonly string[])[] = [];
  readonly askedFor: (readonly Health[])[] = [];
  /** Set to a failure, every question fails with it. */
  failure?: Error;
  complete = true;

  constructor(public known: readonly ServiceState[] = []) {}

  async states(entityRefs: readonly string[]): Promise<ServiceStates> {
    this.asked.push(entityRefs);
    if (this.failure) throw this.failure;
    const items = this.known.filter(({ entityRef }) =>
      entityRefs.includes(entityRef),
    );
    return { servedAt: after(0), items };
  }

  async inState(health: readonly Health[]): Promise<ServicesInState> {
    this.askedFor.push(health);
    if (this.failure) throw this.failure;
    const items = this.known
      .filter(state => health.includes(state.health))
      .map(({ entityRef, health: is }) => ({
        entityRef,
        uid: uidOf(entityRef),
        health: is,
      }));
    return { servedAt: after(0), items, complete: this.complete };
  }
}

/** The catalog's id of an entity of the tests. */
export function uidOf(entityRef: string): string {
  return `uid-of-${entityRef.slice(entityRef.indexOf('/') + 1)}`;
}
