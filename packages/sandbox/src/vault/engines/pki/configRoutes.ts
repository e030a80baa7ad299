import { badRequest } from '../../problems';
import { field, readFields } from '../fieldSpecs';
import {
  booleanField,
  commaListField,
  FieldData,
  parseDuration,
  textField,
  durationComplaint,
} from '../fields';
import { Call, Route } from '../routes';
import { CrlKeeper } from './CrlKeeper';
import { PkiStore } from './PkiStore';

const none = field<string[]>(commaListField, []);
const urlFields = {
  issuing_certificates: none,
  crl_distribution_points: none,
  ocsp_servers: none,
};
const crlFields = {
  expiry: field(textField, '72h'),
  disable: field(booleanField, false),
  ocsp_disable: field(booleanField, false),
  ocsp_expiry: field(textField, '12h'),
  auto_rebuild: field(booleanField, false),
  auto_rebuild_grace_period: field(textField, '12h'),
  enable_delta: field(booleanField, false),
  delta_rebuild_interval: field(textField, '15m'),
};
const clusterFields = {
  path: field(textField, ''),
  aia_path: field(textField, ''),
};

function checkUrls(urls: Record<string, string[]>): void {
  for (const [name, list] of Object.entries(urls)) {
    const broken = list.find(url => !URL.canParse(url));
    if (broken !== undefined) {
      throw badRequest(
        `invalid URL found in Authority Information Access (AIA) parameter ${name}: ${broken}`,
      );
    }
  }
}

function checkDurations(config: Record<string, unknown>): void {
  const broken = Object.entries(config).find(
    ([, value]) =>
      typeof value === 'string' && parseDuration(value) === undefined,
  );
  if (broken) {
    throw badRequest(
      `given ${broken[0]} could not be decoded: ${durationComplaint(
        String(broken[1]),
      )}`,
    );
  }
}

function urlsData(store: PkiStore) {
  return { ...store.urls, enable_templating: false };
}

function writeUrls(store: PkiStore, data: FieldData) {
  if (booleanField(data, 'enable_templating')) {
    throw badRequest('"enable_templating" is not supported by this server');
  }
  const urls = readFields(urlFields, data, store.urls);
  checkUrls(urls);
  store.urls = urls;
  return { data: urlsData(store) };
}

function issuersData(store: PkiStore) {
  return {
    default: store.defaultIssuerId,
    default_follows_latest_issuer: store.defaultFollowsLatest,
  };
}

function writeIssuers(store: PkiStore, { data }: Call) {
  const ref = textField(data, 'default') ?? '';
  if (ref === '' || ref === 'default') {
    throw badRequest(
      "Invalid issuer specification; must be non-empty and can't be 'default'.",
    );
  }
  const issuer = store.findIssuer(ref);
  if (!issuer) {
    throw badRequest(
      `Error resolving issuer reference: unable to find PKI issuer for reference: ${ref}`,
    );
  }
  store.defaultIssuerId = issuer.id;
  store.defaultFollowsLatest =
    booleanField(data, 'default_follows_latest_issuer') ??
    store.defaultFollowsLatest;
  return { data: issuersData(store) };
}

async function writeCrl(store: PkiStore, crls: CrlKeeper, data: FieldData) {
  const config = readFields(crlFields, data, store.crlConfig);
  checkDurations(config);
  if (config.enable_delta && !config.auto_rebuild) {
    throw badRequest(
      'Delta CRLs cannot be enabled when auto rebuilding is disabled as the complete CRL is always regenerated!',
    );
  }
  store.crlConfig = config;
  await crls.rebuildAll();
  return { data: { ...config } };
}

function writeKeys(store: PkiStore, data: FieldData) {
  const ref = textField(data, 'default') ?? '';
  const key = store.findKey(ref);
  if (!key) {
    throw badRequest(
      `Error resolving issuer reference: unable to find PKI key for reference: ${ref}`,
    );
  }
  store.defaultKeyId = key.id;
  return { data: { default: key.id } };
}

function writeCluster(store: PkiStore, data: FieldData) {
  const cluster = readFields(clusterFields, data, store.cluster);
  checkUrls({
    path: [cluster.path].filter(Boolean),
    aia_path: [cluster.aia_path].filter(Boolean),
  });
  store.cluster = cluster;
  return { data: { ...cluster } };
}

/** `config/urls`, `config/crl`, `config/issuers`, `config/keys` and `config/cluster`. A write answers what is stored. */
export function configRoutes(store: PkiStore, crls: CrlKeeper): Route[] {
  return [
    {
      path: 'config/urls',
      fields: [...Object.keys(urlFields), 'enable_templating'],
      on: {
        read: () => ({ data: urlsData(store) }),
        update: ({ data }) => writeUrls(store, data),
      },
    },
    {
      path: 'config/crl',
      fields: Object.keys(crlFields),
      on: {
        read: () => ({ data: { ...store.crlConfig } }),
        update: ({ data }) => writeCrl(store, crls, data),
      },
    },
    {
      path: 'config/issuers',
      fields: ['default', 'default_follows_latest_issuer'],
      on: {
        read: () => ({ data: issuersData(store) }),
        update: call => writeIssuers(store, call),
      },
    },
    {
      path: 'config/keys',
      fields: ['default'],
      on: {
        read: () => ({ data: { default: store.defaultKeyId } }),
        update: ({ data }) => writeKeys(store, data),
      },
    },
    {
      path: 'config/cluster',
      fields: Object.keys(clusterFields),
      on: {
        read: () => ({ data: { ...store.cluster } }),
        update: ({ data }) => writeCluster(store, data),
      },
    },
  ];
}
