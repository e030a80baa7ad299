import { nothingThere } from '../../problems';
import { textField } from '../fields';
import { Call, listOf, Route } from '../routes';
import { KeyRecord } from './model';
import { PkiStore } from './PkiStore';

function keyData(key: KeyRecord): Record<string, unknown> {
  return { key_id: key.id, key_name: key.name, key_type: key.shape.type };
}

/** `keys` and `key/:ref`. Private keys never leave. */
export function keyRoutes(store: PkiStore): Route[] {
  const find = ({ params }: Call): KeyRecord => {
    const key = store.findKey(params.ref);
    if (!key) {
      throw nothingThere();
    }
    return key;
  };
  return [
    {
      path: 'keys',
      on: {
        list: () => {
          const info = [...store.keys.values()].map(key => [
            key.id,
            {
              key_name: key.name,
              is_default: key.id === store.defaultKeyId,
            },
          ]);
          return listOf(store.keys.keys(), {
            key_info: Object.fromEntries(info),
          });
        },
      },
    },
    {
      path: 'key/:ref',
      fields: ['key_name'],
      on: {
        read: call => ({ data: keyData(find(call)) }),
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
