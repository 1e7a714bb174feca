import { lookup as dnsLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { buildConnector } from 'undici';
import { AppError } from '../core/app-error.ts';
import type { AddressKind } from './address.ts';
import { addressKind, canonicalAddress } from './address.ts';

/** Outcome of a check: the addresses that may be connected to, or the public reason why none may. */
export type EgressVerdict =
  | { ok: true; addresses: string[] }
  | { ok: false; code: 'egress_refused' | 'host_not_found'; message: string; hint: string };

/** Decides which network addresses the server may connect to on a user's word (X25). */
export interface Egress {
  /** Resolves a host once; callers connect to one of the returned addresses and to nothing else. */
  check(host: string, port: number): Promise<EgressVerdict>;
  /** Connector for undici: connects only to addresses that passed, so a name that changes its answer gains nothing. */
  connector(tls: ConnectorOptions): buildConnector.connector;
}

/** TLS material and timeouts; `servername` is the name a certificate must bear where it is not the host. */
export type ConnectorOptions = buildConnector.BuildOptions & { servername?: string };

export type EgressOptions = {
  /** `host:port`, `address:port` or `host:*`, as an operator wrote it; allows what is refused by default. */
  allow: string[];
  /** Also refuse private ranges (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7). Default: allowed. */
  denyPrivate?: boolean;
  /** Hosts, addresses or CIDR ranges refused, also where private ranges are not. */
  deny?: string[];
  resolve?: (host: string) => Promise<string[]>;
};

/** Loopback, link-local, metadata, unspecified, multicast and reserved addresses are refused unless allowed as host:port. */
export function createEgress(options: EgressOptions): Egress {
  const allow = new Set(options.allow.map((entry) => entry.trim().toLowerCase()));
  const deny = denyList(options.deny ?? []);
  const resolve = options.resolve ?? resolveAll;
  const refused = new Set<AddressKind>(['loopback', 'link-local', 'metadata', 'unspecified', 'reserved']);
  if (options.denyPrivate) refused.add('private');

  const isAllowed = (host: string, port: number): boolean => {
    const name = host.includes(':') ? `[${host}]` : host;
    return allow.has(`${name}:${port}`) || allow.has(`${name}:*`);
  };

  async function check(hostAsWritten: string, port: number): Promise<EgressVerdict> {
    const host = bare(hostAsWritten);
    const literal = canonicalAddress(host);
    // Resolvers read 0x7f.1 and 2130706433 as addresses; a host that only looks numeric is never a name.
    if (literal === undefined && /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*$/.test(host)) {
      return refuse(host, port, 'an address in an unusual spelling');
    }
    const found = literal === undefined ? await resolve(host).catch(() => []) : [literal];
    if (found.length === 0) {
      return {
        ok: false,
        code: 'host_not_found',
        message: `The host ${host} could not be resolved.`,
        hint: 'Check the spelling of the host and the DNS of this server.',
      };
    }
    const addresses = found.map((address) => canonicalAddress(address) ?? address);
    if (deny.hosts.has(host)) return refuse(host, port, 'denied by the configuration');
    const permitted = addresses.filter(
      (address) =>
        !isDenied(deny, address) &&
        (isAllowed(host, port) || isAllowed(address, port) || !refused.has(addressKind(address))),
    );
    if (permitted.length === 0) return refuse(host, port, `a ${addressKind(addresses[0]!)} address`);
    return { ok: true, addresses: permitted };
  }

  function connector(tls: ConnectorOptions): buildConnector.connector {
    const connect = buildConnector(tls);
    return (target, done) => {
      const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80));
      const host = bare(target.hostname);
      check(host, port).then(
        (verdict) => {
          if (!verdict.ok) return done(egressError(verdict), null);
          // The checked address is dialled, while TLS still verifies the name.
          const servername = tls.servername ?? target.servername ?? (isIP(host) ? undefined : host);
          connect({ ...target, hostname: verdict.addresses[0]!, servername }, done);
        },
        (error: Error) => done(error, null),
      );
    };
  }

  return { check, connector };
}

type DenyList = { hosts: Set<string>; ranges: BlockList };

function denyList(entries: string[]): DenyList {
  const list: DenyList = { hosts: new Set(), ranges: new BlockList() };
  for (const entry of entries.map((one) => one.trim()).filter((one) => one !== '')) {
    const [network = '', prefix] = entry.split('/');
    const family = isIP(network);
    if (prefix !== undefined && family !== 0 && /^\d{1,3}$/.test(prefix)) {
      list.ranges.addSubnet(network, Number(prefix), family === 6 ? 'ipv6' : 'ipv4');
    } else {
      list.hosts.add(bare(entry));
    }
  }
  return list;
}

function isDenied(list: DenyList, address: string): boolean {
  return list.hosts.has(address) || list.ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The verdict as an error, for paths that can only fail by throwing. */
export function egressError(verdict: Extract<EgressVerdict, { ok: false }>): AppError {
  return new AppError({ code: verdict.code, status: 400, message: verdict.message, hint: verdict.hint });
}

function refuse(host: string, port: number, what: string): EgressVerdict {
  return {
    ok: false,
    code: 'egress_refused',
    message: `Connecting to ${host}:${port} is refused: it is ${what}.`,
    hint: `An administrator can allow it by adding "${host.includes(':') ? `[${host}]` : host}:${port}" to the egress allow list.`,
  };
}

function bare(host: string): string {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return canonicalAddress(name) ?? name;
}

async function resolveAll(host: string): Promise<string[]> {
  return (await dnsLookup(host, { all: true, order: 'ipv4first' })).map((entry) => entry.address);
}
