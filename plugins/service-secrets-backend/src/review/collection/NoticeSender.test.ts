import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';

import {
  aFindingRecord,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { NoticeConfig } from '../config';
import { FindingRecord } from '../records';
import { NoticeSender } from './NoticeSender';
import { ServiceOutcome } from './ServiceCollector';

const DAY = 86_400_000;
const grades = 'group:default/grades';
const codes = ['serviceAccountNotBound', 'policyMissing'] as const;

/** A service of the grades group of which nothing is new, unless told otherwise. */
function anOutcome(
  name: string,
  change: Partial<ServiceOutcome> = {},
): ServiceOutcome {
  const entityRef = `component:default/${name}`;
  return {
    entity: {
      entityRef,
      title: name,
      owner: grades,
      tag: 'one',
      binding: { kind: 'unbound' },
    },
    rows: [aRowRecord({ entityRef })],
    before: [aRowRecord({ entityRef, attemptedAt: fleetNow - DAY })],
    opened: [],
    lasting: [],
    closed: [],
    accepted: [],
    denied: [],
    failed: false,
    ...change,
  };
}

function found(name: string, change: Partial<FindingRecord> = {}) {
  const rowId = `component:default/${name}#production`;
  return aFindingRecord({ rowId, message: 'It is not bound.', ...change });
}

class Setup {
  readonly sent: NotificationSendOptions[] = [];
  readonly store = inMemoryFleetStore();
  readonly logger = mockServices.logger.mock();
  /** Why a notice cannot be sent. */
  refusal: (notice: NotificationSendOptions) => string | undefined = () =>
    undefined;
  private readonly sender: NoticeSender;

  constructor(config: Partial<NoticeConfig> = {}) {
    this.sender = new NoticeSender({
      notifications: {
        send: async notice => {
          const refusal = this.refusal(notice);
          if (refusal) throw new Error(refusal);
          this.sent.push(notice);
        },
      },
      mutes: this.store.mutes,
      clock: () => new Date(fleetNow),
      logger: this.logger,
      config: {
        enabled: true,
        codes: new Set(codes),
        recovered: true,
        thresholds: {},
        ...config,
      },
      platformGroups: ['group:default/platform'],
    });
  }

  async tell(...outcomes: ServiceOutcome[]): Promise<void> {
    await this.sender.run(outcomes);
  }

  payload() {
    return this.sent.map(({ payload }) => payload);
  }
}

describe('NoticeSender', () => {
  it('sends each owner one digest, the worst first, and nothing to nobody', async () => {
    const setup = new Setup();
    const mild = found('b', { severity: 'hygiene', message: 'It is untidy.' });
    await setup.tell(
      anOutcome('b', { opened: [mild] }),
      anOutcome('a', { opened: [found('a')] }),
      anOutcome('quiet'),
      anOutcome('orphan', {
        entity: { ...anOutcome('orphan').entity, owner: undefined },
        opened: [found('orphan')],
      }),
    );

    expect(setup.sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: grades },
        payload: expect.objectContaining({
          title: '2 new findings on 2 services',
          description: 'a: It is not bound.\nb: It is untidy.',
          severity: 'critical',
        }),
      },
    ]);
  });

  it('names the first ten and says how many more', async () => {
    const setup = new Setup();
    const opened = Array.from({ length: 12 }, () => found('a'));
    await setup.tell(anOutcome('a', { opened }));

    const [{ title, description }] = setup.payload();
    expect(title).toBe('12 new findings on 1 service');
    expect(description?.split('\n')).toHaveLength(11);
    expect(description).toMatch(/and 2 more$/);
  });

  it('says in one line what is mended, after what is new', async () => {
    const setup = new Setup();
    await setup.tell(
      anOutcome('a', { opened: [found('a')] }),
      anOutcome('b', {
        closed: [found('b'), found('b', { code: 'policyMissing' })],
      }),
    );

    expect(setup.payload()).toEqual([
      expect.objectContaining({
        title: '1 new finding on 1 service, 2 mended',
        description:
          'a: It is not bound.\nMended since the last run: b (service account not bound), b (policy missing)',
        severity: 'critical',
      }),
    ]);
  });

  it('sends what is only mended with low severity, and not at all when that is switched off', async () => {
    const outcome = anOutcome('b', { closed: [found('b')] });
    const setup = new Setup();
    await setup.tell(outcome);
    const silent = new Setup({ recovered: false });
    await silent.tell(outcome);

    expect(setup.payload()).toEqual([
      expect.objectContaining({
        title: '1 finding mended on 1 service',
        severity: 'low',
      }),
    ]);
    expect(silent.sent).toEqual([]);
  });

  it('calls nothing mended that is out of sight because nothing confirms the claim any more', async () => {
    const setup = new Setup();
    const finding = found('b');
    await setup.tell(
      anOutcome('b', { closed: [finding], denied: [finding.rowId] }),
    );

    expect(setup.sent).toEqual([]);
  });

  it('leaves out what is of a muted row until its day, and tells of the others', async () => {
    const setup = new Setup();
    const mute = { by: 'user:default/eve', at: fleetNow, reason: 'moving' };
    const rowIds = ['a', 'b', 'c'].map(name => found(name).rowId);
    await setup.store.mutes.mute([
      { ...mute, rowId: rowIds[0], until: fleetNow + 1 },
      { ...mute, rowId: rowIds[1], until: fleetNow + 1 },
      { ...mute, rowId: rowIds[2], until: fleetNow },
    ]);
    await setup.tell(
      anOutcome('a', { opened: [found('a')] }),
      anOutcome('b', { closed: [found('b')] }),
      anOutcome('c', { opened: [found('c')] }),
    );

    expect(setup.payload().map(({ description }) => description)).toEqual([
      'c: It is not bound.',
    ]);
  });

  it.each([
    ['notices are off', { enabled: false }],
    ['everything is muted for now', { muteUntil: fleetNow + 1 }],
  ])('sends nothing while %s', async (_why, config) => {
    const setup = new Setup(config);
    await setup.tell(anOutcome('a', { opened: [found('a')] }));

    expect(setup.sent).toEqual([]);
  });

  it('links to the service, to the list of the owner, or to the fleet for those who may see it', async () => {
    const setup = new Setup();
    const [a, b] = ['a', 'b'].map(name =>
      anOutcome(name, { opened: [found(name)] }),
    );
    const platform = [a, b].map(outcome => ({
      ...outcome,
      entity: { ...outcome.entity, owner: 'group:default/platform' },
    }));
    await setup.tell(a);
    await setup.tell(a, b);
    await setup.tell(...platform);

    const [one, list, fleet] = setup.payload().map(({ link }) => link ?? '');
    expect(one).toBe('/catalog/default/component/a/secrets');
    expect([...new URL(list, 'https://b').searchParams]).toEqual([
      ['filters[kind]', 'component'],
      ['filters[user]', 'all'],
      ['filters[owners]', grades],
    ]);
    expect(fleet).toBe('/service-secrets?owner=group%3Adefault%2Fplatform');
  });

  it('tells the other owners when the notice to one fails, and logs whom it did not reach, never what', async () => {
    const setup = new Setup();
    const owners = ['group:default/a', 'group:default/b', 'group:default/c'];
    const outcomes = owners.map((owner, index) => {
      const outcome = anOutcome(`s${index}`, { opened: [found(`s${index}`)] });
      return { ...outcome, entity: { ...outcome.entity, owner } };
    });
    setup.refusal = ({ recipients }) =>
      JSON.stringify(recipients).includes(owners[1])
        ? 'connect ECONNREFUSED canary'
        : undefined;

    await setup.tell(...outcomes);

    expect(setup.sent.map(({ recipients }) => recipients)).toEqual(
      [owners[0], owners[2]].map(entityRef => ({ type: 'entity', entityRef })),
    );
    expect(setup.logger.warn.mock.calls).toEqual([
      [expect.stringContaining(owners[1])],
    ]);
    expect(JSON.stringify(setup.logger.warn.mock.calls)).not.toContain(
      'canary',
    );
  });

  it('says once, and not with every run, that there is no notifications backend', async () => {
    const setup = new Setup();
    setup.refusal = () =>
      'Failed to send notifications: Error: Request failed with status 404';

    await setup.tell(anOutcome('a', { opened: [found('a')] }));
    await setup.tell(anOutcome('b', { opened: [found('b')] }));

    expect(setup.logger.warn.mock.calls).toEqual([
      [expect.stringContaining('no notifications backend')],
    ]);
  });
});
