import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { GatewayError } from '../errors.ts';
import type { ReceiverSecret } from './receiver.ts';

const PREFIX = 'whsec_';

/** A new secret of 256 bits. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`;
}

/** Refuses what is not `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks, "Signature scheme"). */
export function checkSecret(secret: string): void {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const size = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64').length : 0;
  if (size < 24 || size > 64)
    throw new GatewayError('REQUEST_INVALID', 'a secret is whsec_ followed by 24 to 64 bytes in base64', {
      path: 'secret',
    });
}

/**
 * The three Standard Webhooks headers. While a rotation lasts there are two signatures, so that the receiver may verify with
 * either secret. `signedAt`: epoch ms; receivers refuse more than five minutes of difference from their own clock.
 */
export function signatureHeaders(
  secrets: readonly ReceiverSecret[],
  id: string,
  signedAt: number,
  body: string | Uint8Array,
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(signedAt / 1000)),
    'webhook-signature': secrets.map(({ secret }) => sign(secret, id, signedAt, body)).join(' '),
  };
}

function sign(secret: string, id: string, signedAt: number, body: string | Uint8Array): string {
  if (typeof body === 'string') return new Webhook(secret).sign(id, new Date(signedAt), body);
  // The library reads bytes as UTF-8 text before it signs, which would not be the protobuf bytes that are sent.
  const mac = createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'));
  return `v1,${mac
    .update(`${id}.${Math.floor(signedAt / 1000)}.`)
    .update(body)
    .digest('base64')}`;
}
