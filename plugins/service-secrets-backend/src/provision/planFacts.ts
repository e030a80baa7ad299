import { PlanFacts } from 'backstage-plugin-service-secrets-node';

import { Admitted } from './Admission';

/** What cannot be read leaves no note: a plan is not refused for want of a hint. */
async function orUnknown<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

/** Reads what a reviewer cannot see in the plan itself: limits of the mounts, the connection's user names, the CA's end. */
export async function readPlanFacts(
  { spec, place }: Admitted,
  { grants, now }: { readonly grants?: string; readonly now: Date },
): Promise<PlanFacts> {
  const { reader, provisioner } = place.instance;
  const { database, certificate } = spec;
  const longest = async (mount: string | undefined) => {
    if (mount === undefined) return undefined;
    const limits = await orUnknown(() => reader.mountLimits(mount));
    return limits?.maxTtlSeconds;
  };
  const [inDatabase, inAuth, inPki, connection, issuer] = await Promise.all([
    longest(database?.mount),
    longest(database && `auth/${spec.authMount}`),
    longest(certificate?.pkiMount),
    database && provisioner
      ? orUnknown(async () => ({
          usernameTemplate: await provisioner.usernameTemplate(database),
        }))
      : undefined,
    certificate &&
      orUnknown(() =>
        reader.pkiIssuer({ mount: certificate.pkiMount, name: 'default' }),
      ),
  ]);
  return {
    grants,
    connection,
    databaseMaxTtlSeconds: inDatabase,
    authMaxTtlSeconds: inAuth,
    pkiMaxTtlSeconds: inPki,
    caEndsInSeconds:
      issuer && (issuer.notAfter.getTime() - now.getTime()) / 1000,
  };
}
