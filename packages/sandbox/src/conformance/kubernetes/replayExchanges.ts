import { readFile } from 'node:fs/promises';

import { objectOf, objectsOf, textOf } from '../../kubernetes/api/json';
import { startKubernetes } from '../../kubernetes/startKubernetes';
import { recordedFile } from '../places';
import { acceptedExchanges, exchangeDiffers } from './compareExchange';
import { Replay } from './Replay';

/** What became of one recorded exchange. */
export interface ExchangeResult {
  readonly name: string;
  readonly same: boolean;
  /** Why a difference is meant; undefined for one nobody expects. */
  readonly reason?: string;
}

const recorded = recordedFile('kubernetes-1.36.json');

/** Replays what a kube-apiserver 1.36 was asked against a new server of the sandbox. */
export async function replayExchanges(): Promise<readonly ExchangeResult[]> {
  const exchanges = objectsOf(JSON.parse(await readFile(recorded, 'utf8')));
  const server = await startKubernetes({ customResourceDefinitions: [] });
  const results: ExchangeResult[] = [];
  try {
    const replay = new Replay(server);
    for (const exchange of exchanges) {
      const name = textOf(exchange.name);
      const answer = await replay.run(exchange);
      const same = !exchangeDiffers(answer, objectOf(exchange.response));
      results.push({ name, same, reason: acceptedExchanges[name] });
    }
  } finally {
    await server.stop();
  }
  return results;
}
