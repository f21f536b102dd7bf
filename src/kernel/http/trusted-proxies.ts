import { BlockList, isIP, isIPv6 } from 'node:net'

/** The networks of one machine or one house: loopback, link-local, private. */
const NEAR = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
]

/** Whether the text is an address or a network of addresses: `192.0.2.1`, `2001:db8::/32`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (isIP(address) === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32))
}

/**
 * Whose X-Forwarded-* headers are believed (TRUST_PROXY). `true`: those of one proxy near by, and of what stands there
 * only what it wrote itself, last; so a client cannot choose its address. Named networks: every proxy in them, in a row too.
 */
export function trustedProxies(setting: boolean | readonly string[]): (address: string, hop: number) => boolean {
  if (setting === false) return () => false
  if (setting === true) {
    const near = listOf(NEAR)
    return (address, hop) => hop === 0 && holds(near, address)
  }
  const named = listOf(setting)
  return (address) => holds(named, address)
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function holds(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
