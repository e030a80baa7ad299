import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';

import { NoticeConfig } from '../config';
import { MuteStore } from '../FleetStore';
import { digestOf, linkOf, Tidings } from './digestOf';
import { mendedOf } from './mendedOf';
import { withoutRows } from './NoticeOutcome';
import { noticesOf } from './noticesOf';
import { ServiceOutcome } from './ServiceCollector';

/** What telling owners needs. */
export interface NoticeSenderOptions {
  readonly notifications: NotificationService;
  readonly mutes: Pick<MuteStore, 'mutes'>;
  readonly clock: () => Date;
  readonly logger: Pick<LoggerService, 'warn'>;
  readonly config: NoticeConfig;
  /** Groups that may see the fleet, in lower case. */
  readonly platformGroups: readonly string[];
}

/** What the service of notifications says of an installation that has no such plugin. */
const noBackend = /status 404/;

/**
 * Tells owners of what is new and of what is over, and of nothing twice: one
 * digest for each owner and run. What could not be sent is not repeated: the
 * next digest is about what is new then.
 */
export class NoticeSender {
  readonly title = 'sending notices';

  private isMissedTold = false;

  constructor(private readonly options: NoticeSenderOptions) {}

  run = async (outcomes: readonly ServiceOutcome[]): Promise<void> => {
    const { config, clock } = this.options;
    const now = clock().getTime();
    if (!config.enabled || (config.muteUntil ?? 0) > now) return;
    for (const [owner, tidings] of await this.byOwner(outcomes, now)) {
      try {
        await this.tell(owner, tidings);
      } catch (error) {
        if (this.isBackendMissing(error)) return;
        // Not the error: it may quote what was sent.
        this.options.logger.warn(
          `The notice to ${owner} could not be sent and is not repeated; the fleet page has what it was about`,
        );
      }
    }
  };

  /** Whether nobody can be told; said once, because nothing changes until an operator acts. */
  private isBackendMissing(error: unknown): boolean {
    if (!(error instanceof Error && noBackend.test(error.message))) {
      return false;
    }
    if (!this.isMissedTold) {
      this.options.logger.warn(
        'Owners get no notices: this Backstage has no notifications backend. Install it, or switch serviceSecrets.fleet.notices off.',
      );
    }
    this.isMissedTold = true;
    return true;
  }

  private async tell(owner: string, tidings: Tidings): Promise<void> {
    const { notifications, platformGroups } = this.options;
    const isPlatform = platformGroups.includes(owner);
    await notifications.send({
      recipients: { type: 'entity', entityRef: owner },
      payload: {
        ...digestOf(tidings),
        topic: 'service-secrets',
        link: linkOf(tidings, { entityRef: owner, isPlatform }),
      },
    });
  }

  private async byOwner(
    outcomes: readonly ServiceOutcome[],
    now: number,
  ): Promise<Map<string, Tidings>> {
    const mutes = await this.options.mutes.mutes(now);
    const muted = new Set(mutes.map(({ rowId }) => rowId));
    const byOwner = new Map<string, Tidings>();
    for (const outcome of outcomes) {
      const { owner } = outcome.entity;
      const told = this.tidingsOf(outcome, muted);
      if (!owner || told.news.length + told.mended.length === 0) continue;
      const known = byOwner.get(owner);
      byOwner.set(owner, {
        news: [...(known?.news ?? []), ...told.news],
        mended: [...(known?.mended ?? []), ...told.mended],
      });
    }
    return byOwner;
  }

  private tidingsOf(
    outcome: ServiceOutcome,
    muted: ReadonlySet<string>,
  ): Tidings {
    const { config } = this.options;
    const heard = withoutRows(outcome, id => muted.has(id));
    // What a claim lost that nothing confirms any more is out of sight, not mended.
    const seen = withoutRows(heard, id => outcome.denied.includes(id));
    return {
      news: noticesOf(heard, config),
      mended: config.recovered ? mendedOf(seen, config) : [],
    };
  }
}
