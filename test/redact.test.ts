import { describe, expect, it } from 'vitest';
import { redact } from '../gateway/redact.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('redaction', () => {
  it('keeps what was measured and drops what somebody wrote', () => {
    const payload =
      '{"ts":1764720000000,"seq":17,"values":{"smoke":0.02},"note":"Wang Wu 13800138000","data":{"card":13800138000}}';
    expect(redact(bytes(payload))).toBe(
      '{"ts":1764720000000,"seq":17,"values":{"smoke":0.02},"note":"[19 characters]","data":{"card":"[long number]"}}',
    );
  });

  it('keeps the structure of XML and none of its values', () => {
    const shown = redact(
      bytes(
        '<tt:Message UtcTime="2025-12-03T00:00:00Z" xmlns:tt="http://www.onvif.org/ver10/schema"><tt:SimpleItem Name="CredentialHolderName" Value="Wang Wu"/><a>0042</a></tt:Message>',
      ),
    );
    expect(shown).toContain('UtcTime="2025-12-03T00:00:00Z"');
    expect(shown).toContain('Name="CredentialHolderName" Value="…"');
    expect(shown).not.toMatch(/Wang|0042/);
  });

  it.each([
    [Uint8Array.of(0xff, 0xfe, 0x00), '[3 bytes, not text]'],
    [bytes('{"a":'), '[5 bytes, not JSON]'],
    [bytes('Wang Wu'), '[7 bytes of text]'],
  ])('says only the size of what it cannot read (%#)', (payload, shown) => {
    expect(redact(payload)).toBe(shown);
  });
});
