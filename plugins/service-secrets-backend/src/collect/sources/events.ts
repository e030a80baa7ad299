import type {
  KubernetesApi,
  WarningEvent,
} from 'backstage-plugin-service-secrets-node';

/** Warning events of the namespace, newest first. */
export type EventsAnswer = readonly WarningEvent[];

/** What did Kubernetes warn of lately? Events live about an hour: their absence proves nothing. */
export async function askEvents(
  api: KubernetesApi,
  namespace: string,
): Promise<{ data: EventsAnswer }> {
  return { data: await api.warnings(namespace) };
}
