import { Button } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { FleetFilter } from 'backstage-plugin-service-secrets-common';

import { ExportFormat, fleetApiRef } from '../../api/FleetApi';
import { saveFile } from '../../hooks/fleet/saveFile';
import { useAction } from '../../hooks/useAction';
import { ActionFailed } from '../ActionFailed/ActionFailed';

/** Saves the rows the filter fits as a file. The backend writes it, so that it holds rows not loaded here too. */
export function ExportButtons({ filter }: { readonly filter: FleetFilter }) {
  const api = useApi(fleetApiRef);
  const save = useAction(
    (format: ExportFormat) => api.exportFile(filter, format),
    saveFile,
  );
  return (
    <>
      <Button
        variant="secondary"
        isDisabled={save.pending}
        onPress={() => save.run('csv')}
      >
        Export CSV
      </Button>
      <Button
        variant="secondary"
        isDisabled={save.pending}
        onPress={() => save.run('json')}
      >
        Export JSON
      </Button>
      <ActionFailed what="The export" action={save} />
    </>
  );
}
