import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';

import { serviceStatesApiRef } from '../../api/ServiceStatesApi';
import { boardOf, CellState } from './StateBoard';

/** How a service is, asked for together with the others on the page. */
export function useServiceState(entityRef: string): CellState {
  const board = boardOf(useApi(serviceStatesApiRef));
  const subscribe = useCallback(
    (listener: () => void) => board.subscribe(entityRef, listener),
    [board, entityRef],
  );
  return useSyncExternalStore(subscribe, () => board.read(entityRef));
}
