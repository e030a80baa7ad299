import { ServiceBinding } from 'backstage-plugin-service-secrets-common';

import { ReadOptions, ReportService, ServiceState } from './ReportService';

interface Entry {
  readonly state: ServiceState;
  readonly readAt: number;
}

/** How the cache behaves. */
export interface CacheOptions {
  readonly maxAgeMs: number;
  readonly clock: () => Date;
  readonly maxEntries?: number;
}

/**
 * Answers from memory while an answer is young, and lets all who ask at the
 * same time share one read. Keyed by the entity and by what it claims, so a
 * changed annotation is never answered with what the old one meant.
 */
export class CachedReportService implements ReportService {
  private readonly entries = new Map<string, Entry>();
  private readonly inFlight = new Map<string, Promise<ServiceState>>();

  constructor(
    private readonly inner: ReportService,
    private readonly options: CacheOptions,
  ) {}

  async read(
    binding: ServiceBinding,
    { fresh = false }: ReadOptions = {},
  ): Promise<ServiceState> {
    const key = JSON.stringify(binding);
    const entry = this.entries.get(key);
    if (entry && !fresh && this.isYoung(entry)) return entry.state;
    const running = this.inFlight.get(key) ?? this.start(key, binding);
    return running;
  }

  /** What was read, or is being read, is of before a change: the next one to ask reads anew. */
  forget(binding: ServiceBinding): void {
    const key = JSON.stringify(binding);
    this.entries.delete(key);
    this.inFlight.delete(key);
  }

  private isYoung({ readAt }: Entry): boolean {
    return this.now() - readAt < this.options.maxAgeMs;
  }

  private now(): number {
    return this.options.clock().getTime();
  }

  private async start(
    key: string,
    binding: ServiceBinding,
  ): Promise<ServiceState> {
    const reading = this.inner.read(binding);
    const isLatest = () => this.inFlight.get(key) === reading;
    this.inFlight.set(key, reading);
    try {
      const state = await reading;
      if (isLatest()) this.keep(key, state);
      return state;
    } finally {
      if (isLatest()) this.inFlight.delete(key);
    }
  }

  private keep(key: string, state: ServiceState): void {
    if (this.options.maxAgeMs <= 0) return;
    this.entries.delete(key);
    this.entries.set(key, { state, readAt: this.now() });
    const oldest = this.entries.keys().next();
    if (this.entries.size > (this.options.maxEntries ?? 500) && !oldest.done) {
      this.entries.delete(oldest.value);
    }
  }
}
