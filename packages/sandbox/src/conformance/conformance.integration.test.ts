import { Judgement, judge } from './judge';
import { replayExchanges } from './kubernetes/replayExchanges';
import { differingCases } from './productDifferences';
import { readRecording } from './recording';
import { runSandbox } from './runSandbox';
import { simplifiedCases } from './simplifiedCases';
import { RunningSurroundings, startSurroundings } from './surroundings';
import { vaultCases } from './vault/vaultCases';

const RUN_WITHIN_MS = 300_000;

describe('the conformance cases', () => {
  let surroundings: RunningSurroundings;
  let judgements: readonly Judgement[];

  beforeAll(async () => {
    surroundings = await startSurroundings();
    const recording = await readRecording();
    judgements = judge(vaultCases, {
      sandbox: await runSandbox(surroundings),
      real: recording.transcripts,
      openbao: recording.product === 'openbao',
    });
  }, RUN_WITHIN_MS);

  afterAll(() => surroundings.stop());

  it('are answered as the recorded server answered, except where a reason is listed', () => {
    const unexplained = judgements
      .filter(({ verdict }) => verdict === 'different')
      .map(({ name, difference }) => `${name}: ${difference ?? ''}`);
    expect(unexplained).toEqual([]);
  });

  it('list no difference that is none, and no case that does not exist', () => {
    const different = new Set(
      judgements
        .filter(({ verdict }) => verdict !== 'same')
        .map(({ name }) => name),
    );
    const listed = [
      ...Object.keys(differingCases),
      ...Object.keys(simplifiedCases),
    ];
    expect(listed.filter(name => !different.has(name))).toEqual([]);
  });

  it('are at least 250 and all have a source', () => {
    expect(vaultCases.length).toBeGreaterThanOrEqual(250);
    expect(vaultCases.filter(({ source }) => source === '')).toEqual([]);
  });
});

describe('exchanges recorded with a kube-apiserver', () => {
  it(
    'are answered alike, except where a reason is listed',
    async () => {
      const results = await replayExchanges();
      expect(results.length).toBeGreaterThanOrEqual(126);
      const unexplained = results.filter(
        ({ same, reason }) => !same && !reason,
      );
      expect(unexplained).toEqual([]);
    },
    RUN_WITHIN_MS,
  );
});
