import { fleetReviewContract } from '../../testSupport/fleetReviewContract';
import { fleetRevisionContract } from '../../testSupport/fleetRevisionContract';
import { fleetStoreContract } from '../../testSupport/fleetStoreContract';
import { fleetTurnContract } from '../../testSupport/fleetTurnContract';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';

fleetStoreContract('the memory of tests', async () => inMemoryFleetStore());
fleetTurnContract('the memory of tests', async () => inMemoryFleetStore());
fleetRevisionContract('the memory of tests', async () => inMemoryFleetStore());
fleetReviewContract('the memory of tests', async () => inMemoryFleetStore());
