import { BlockList, isIP } from 'node:net';

/** What kind of network an IP address belongs to, as far as egress is concerned. */
export type AddressKind =
  | 'public'
  | 'private'
  | 'loopback'
  | 'link-local'
  | 'metadata'
  | 'unspecified'
  | 'reserved';

const ranges: [AddressKind, string, number][] = [
  ['unspecified', '0.0.0.0', 8],
  ['unspecified', '::', 128],
  ['loopback', '127.0.0.0', 8],
  ['loopback', '::1', 128],
  // Cloud metadata services answer here with the machine's credentials.
  ['metadata', '169.254.169.254', 32],
  ['metadata', '169.254.170.2', 32],
  ['metadata', '169.254.170.23', 32],
  ['metadata', '100.100.100.200', 32],
  ['metadata', '192.0.0.192', 32],
  ['metadata', 'fd00:ec2::254', 128],
  ['metadata', 'fd00:ec2::23', 128],
  ['metadata', 'fd20:ce::254', 128],
  ['link-local', '169.254.0.0', 16],
  ['link-local', 'fe80::', 10],
  ['private', '10.0.0.0', 8],
  ['private', '172.16.0.0', 12],
  ['private', '192.168.0.0', 16],
  ['private', '100.64.0.0', 10],
  ['private', 'fc00::', 7],
  ['private', 'fec0::', 10],
  ['reserved', '192.0.0.0', 24],
  ['reserved', '224.0.0.0', 4],
  ['reserved', '240.0.0.0', 4],
  ['reserved', 'ff00::', 8],
];

const lists = ranges.map(([kind, network, prefix]) => {
  const list = new BlockList();
  list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return { kind, list };
});

/** Kind of an address in text form; IPv4 inside IPv6 (mapped, 6to4, NAT64) counts as the IPv4 address. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address);
  if (family === 0) return 'reserved';
  const inner = family === 6 ? embeddedIpv4(address) : undefined;
  if (inner !== undefined) return addressKind(inner);
  for (const { kind, list } of lists) {
    if (list.check(address, family === 6 ? 'ipv6' : 'ipv4')) return kind;
  }
  return 'public';
}

/** One spelling per address: no zone, IPv6 compressed in lower case, mapped IPv4 as IPv4; undefined when it is no address. */
export function canonicalAddress(address: string): string | undefined {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return bare;
  if (family === 0) return undefined;
  const text = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  return text.startsWith('::ffff:') ? (embeddedIpv4(text) ?? text) : text;
}

function embeddedIpv4(address: string): string | undefined {
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const mapped = /^(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(text);
  if (mapped) return dotted(mapped[1]!, mapped[2]!);
  const sixToFour = /^2002:([0-9a-f]{1,4}):([0-9a-f]{1,4}):/.exec(text);
  return sixToFour ? dotted(sixToFour[1]!, sixToFour[2]!) : undefined;
}

function dotted(high: string, low: string): string {
  const [h, l] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [h >> 8, h & 255, l >> 8, l & 255].join('.');
}
