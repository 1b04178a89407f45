import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkSecret, newSecret, signatureHeaders } from '../../gateway/delivery/signature.ts';

const golden = JSON.parse(readFileSync(new URL('../contract/webhook-headers.json', import.meta.url), 'utf8'));
const { id, signedAt, body, secret, previousSecret } = golden;

describe('webhook signatures', () => {
  it('makes the golden headers', () => {
    expect(signatureHeaders([{ secret }], id, signedAt, body)).toEqual(golden.headers);
  });

  it('signs with both secrets while a rotation lasts', () => {
    const headers = signatureHeaders([{ secret }, { secret: previousSecret, until: 1 }], id, signedAt, body);
    expect(headers).toEqual(golden.headersDuringRotation);
  });

  it('signs the bytes of a body as they are sent', () => {
    expect(signatureHeaders([{ secret }], id, signedAt, Buffer.from(body))).toEqual(golden.headers);
    const bytes = Uint8Array.of(0xff, 0xfe, 0x00, 0x80);
    const asText = signatureHeaders([{ secret }], id, signedAt, Buffer.from(bytes).toString('utf8'));
    expect(signatureHeaders([{ secret }], id, signedAt, bytes)).not.toEqual(asText);
  });

  it('makes secrets that it accepts, each another', () => {
    const [one, two] = [newSecret(), newSecret()];
    expect(one).not.toBe(two);
    expect(() => checkSecret(one)).not.toThrow();
  });

  it.each([
    '',
    'whsec_',
    'secret',
    'whsec_c2hvcnQ=',
    'whsec_not base64 at all but long enough',
    `whsec_${'A'.repeat(100)}`,
  ])('refuses %j', (text) => {
    expect(() => checkSecret(text)).toThrow(/REQUEST_INVALID.*24 to 64 bytes/);
  });
});
