import { InMemoryLedger } from './InMemoryLedger';
import { describeLedger } from './ledgerContract';

describe('InMemoryLedger', () => {
  describeLedger(async () => new InMemoryLedger());
});
