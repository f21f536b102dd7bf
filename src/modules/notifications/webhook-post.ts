import { createHmac } from 'node:crypto'
import { lookup as systemLookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, type LookupFunction } from 'node:net'

const TIMEOUT_MS = 10_000
/** How much of the answer is kept for the log. */
const KEPT_ANSWER = 500

/** Addresses inside the house: a studio's webhook must not be a way to ask our own network. */
const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
] as const) {
  inside.addSubnet(network, bits, 'ipv6')
}

/** Whether an address belongs to the house's own network, or to no one's. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return inside.check(mapped, 'ipv4')
  return inside.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}

export interface WebhookMessage {
  id: string
  body: string
  secret: string
  /** Seconds since 1970. */
  timestampS: number
}

/** Signature of a message by the Standard Webhooks scheme (https://www.standardwebhooks.com): HMAC-SHA256, Base64. */
export function signatureOf({ id, timestampS, body, secret }: WebhookMessage): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64')}`
}

/**
 * Posts a message. Follows no redirect, reads no more of the answer than the log keeps, and unless `reach` says so
 * connects to no address inside the house: that is looked at with each connection, so a name cannot change its mind.
 */
export function postWebhook(
  url: string,
  message: WebhookMessage,
  reach: 'outside' | 'anywhere',
): Promise<{ status: number; answer: string }> {
  const target = new URL(url)
  const literal = target.hostname.replace(/^\[|\]$/g, '')
  if (reach === 'outside' && /^[\d.]+$|:/.test(literal) && isInside(literal)) {
    return Promise.reject(new Error(`${target.hostname} is inside our network`))
  }
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send(target, {
      method: 'POST',
      timeout: TIMEOUT_MS,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(reach === 'outside' ? { lookup: outsideLookup } : {}),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(message.body),
        'user-agent': 'Atelier-Webhooks/1',
        'webhook-id': message.id,
        'webhook-timestamp': String(message.timestampS),
        'webhook-signature': signatureOf(message),
      },
    })
    request.on('error', reject)
    // 101: without a listener the connection is closed, and neither an answer nor an error is told of.
    request.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      resolve({ status: statusCode ?? 0, answer: '' })
    })
    request.on('response', (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        answer += part
        if (answer.length >= KEPT_ANSWER) response.destroy()
      })
      response.on('error', () => undefined)
      response.on('close', () => resolve({ status: response.statusCode ?? 0, answer: answer.slice(0, KEPT_ANSWER) }))
    })
    request.end(message.body)
  })
}

const outsideLookup: LookupFunction = (hostname, options, done) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) return done(error ?? new Error('no address'), '', 4)
    if (addresses.some(({ address }) => isInside(address))) {
      return done(new Error(`${hostname} leads inside our network`), '', 4)
    }
    if (options.all) return done(null, addresses)
    return done(null, first.address, first.family)
  })
}
