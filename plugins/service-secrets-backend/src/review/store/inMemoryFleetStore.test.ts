import { fleetStoreContract } from '../../testSupport/fleetStoreContract';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';

fleetStoreContract('the memory of tests', async () => inMemoryFleetStore());
