import { BlockList, isIP } from 'node:net';

function addTo(list: BlockList, cidr: string): void {
  const [address, bits] = cidr.split('/');
  const family = isIP(address);
  if (family === 0) return;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, type);
  else list.addSubnet(address, Number(bits), type);
}

/** Whether an address lies in one of the blocks; no blocks allow every address. */
export function addressAllowed(
  cidrs: readonly string[],
  address: string | undefined,
): boolean {
  if (cidrs.length === 0) return true;
  if (!address) return false;
  const list = new BlockList();
  cidrs.forEach(cidr => addTo(list, cidr));
  const plain = address.replace(/^::ffff:/, '');
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a text is an address or a block, as a `token_bound_cidrs` entry must be. */
export function isCidr(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d+$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32);
}
