import { internalError } from '../../problems';
import { textField } from '../fields';
import { Call, listOf, Route } from '../routes';
import { KeyRecord } from './model';
import { publicHalf } from './pem';
import { PkiStore } from './PkiStore';
import { SubjectKeyIdentifierExtension } from './x509';

function keyData(key: KeyRecord): Record<string, unknown> {
  return { key_id: key.id, key_name: key.name, key_type: key.shape.type };
}

/** The hash of the public key, as certificates name it. */
async function keyId({ privateKey }: KeyRecord): Promise<string> {
  const { keyId: hex } = await SubjectKeyIdentifierExtension.create(
    publicHalf(privateKey),
  );
  return hex.match(/../g)?.join(':') ?? '';
}

function listKeys(store: PkiStore) {
  const info = [...store.keys.values()].map(key => [
    key.id,
    { key_name: key.name, is_default: key.id === store.defaultKeyId },
  ]);
  return listOf(store.keys.keys(), { key_info: Object.fromEntries(info) });
}

/** `keys` and `key/:ref`. Private keys never leave. */
export function keyRoutes(store: PkiStore): Route[] {
  const find = ({ params }: Call): KeyRecord => {
    const key = store.findKey(params.ref);
    if (!key) {
      throw internalError(
        `unable to find PKI key for reference: ${params.ref}`,
      );
    }
    return key;
  };
  return [
    {
      path: 'keys',
      on: {
        list: () => listKeys(store),
      },
    },
    {
      path: 'key/:ref',
      fields: ['key_name'],
      on: {
        read: async call => {
          const key = find(call);
          return {
            data: { ...keyData(key), subject_key_id: await keyId(key) },
          };
        },
        update: call => {
          const key = find(call);
          const name = textField(call.data, 'key_name') ?? '';
          store.checkKeyName(name, key);
          key.name = name;
          return { data: keyData(key) };
        },
        delete: ({ params }) => {
          const key = store.findKey(params.ref);
          if (key) {
            store.keys.delete(key.id);
          }
          return {};
        },
      },
    },
  ];
}
