import type { NotificationService } from '@backstage/plugin-notifications-node';
import { Severity } from 'backstage-plugin-service-secrets-common';

import { NoticeConfig } from '../config';
import { News, noticesOf } from './noticesOf';
import { ServiceOutcome } from './ServiceCollector';

const MOST_LINES = 10;

const noticeSeverity: Readonly<
  Record<Severity, 'critical' | 'high' | 'normal' | 'low'>
> = { broken: 'critical', risk: 'high', unknown: 'normal', hygiene: 'low' };

function worst(news: readonly News[]): 'critical' | 'high' | 'normal' | 'low' {
  const severities = news.map(({ severity }) => noticeSeverity[severity]);
  const order = ['critical', 'high', 'normal', 'low'] as const;
  return order.find(severity => severities.includes(severity)) ?? 'low';
}

/** One digest: what is new for one owner, as many lines as anybody reads. */
function digest(news: readonly News[]): { title: string; description: string } {
  const services = new Set(news.map(({ title }) => title)).size;
  const lines = news
    .slice(0, MOST_LINES)
    .map(({ title, message }) => `${title}: ${message}`);
  const more = news.length - lines.length;
  return {
    title: `${news.length} new ${
      news.length === 1 ? 'finding' : 'findings'
    } on ${services} ${services === 1 ? 'service' : 'services'}`,
    description: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join(
      '\n',
    ),
  };
}

/** Tells owners of what is new, and of nothing twice: one digest for each owner and run. */
export class NoticeSender {
  readonly title = 'sending notices';

  constructor(
    private readonly options: {
      readonly notifications: NotificationService;
      readonly clock: () => Date;
      readonly config: NoticeConfig;
    },
  ) {}

  run = async (outcomes: readonly ServiceOutcome[]): Promise<void> => {
    const { notifications, config, clock } = this.options;
    const isMuted = (config.muteUntil ?? 0) > clock().getTime();
    if (!config.enabled || isMuted) return;
    for (const [owner, news] of this.newsByOwner(outcomes)) {
      await notifications.send({
        recipients: { type: 'entity', entityRef: owner },
        payload: {
          ...digest(news),
          severity: worst(news),
          topic: 'service-secrets',
          link: `/service-secrets?owner=${encodeURIComponent(owner)}`,
        },
      });
    }
  };

  private newsByOwner(
    outcomes: readonly ServiceOutcome[],
  ): Map<string, News[]> {
    const byOwner = new Map<string, News[]>();
    for (const outcome of outcomes) {
      const { entity } = outcome;
      const news = noticesOf(outcome, this.options.config);
      if (entity.owner === undefined || news.length === 0) continue;
      const known = byOwner.get(entity.owner) ?? [];
      byOwner.set(entity.owner, [...known, ...news]);
    }
    return byOwner;
  }
}
