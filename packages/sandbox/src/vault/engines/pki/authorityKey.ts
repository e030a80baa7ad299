import { badRequest } from '../../problems';
import { AuthorityRequest } from './authorityFields';
import { keyShape, newPrivateKey, privateKeyDer, privateKeyPem } from './keys';
import { KeyRecord } from './model';
import { PkiStore } from './PkiStore';

/** The key of a new CA: made now, or one the mount has. */
export async function authorityKey(
  store: PkiStore,
  type: string,
  request: AuthorityRequest,
): Promise<KeyRecord> {
  if (type === 'existing') {
    const known = store.findKey(request.key_ref);
    if (!known) {
      throw badRequest(
        `unable to find PKI key for reference: ${request.key_ref}`,
      );
    }
    return known;
  }
  if (type !== 'internal' && type !== 'exported') {
    throw badRequest(
      'the "exported" path parameter must be "internal", "existing", exported" or "kms"',
    );
  }
  store.checkKeyName(request.key_name);
  const shape = keyShape(request.key_type, request.key_bits);
  const privateKey = await newPrivateKey(shape);
  return store.addKey({ name: request.key_name, shape, privateKey });
}

/** The private key for an answer: only when it was made to be exported. */
export function exportedKey(
  type: string,
  key: KeyRecord,
  request: AuthorityRequest,
): Record<string, unknown> {
  if (type !== 'exported') {
    return {};
  }
  const encode = request.format === 'der' ? privateKeyDer : privateKeyPem;
  return {
    private_key: encode(key.privateKey, request.private_key_format),
    private_key_type: key.shape.type,
  };
}
