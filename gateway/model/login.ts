/** Who an MQTT connection speaks for, once its login was accepted. */
export type Login =
  | { readonly kind: 'device'; readonly vendor: string; readonly device: string }
  | { readonly kind: 'org'; readonly orgCode: string }
  | { readonly kind: 'operator' }
  /** Open mode, for interoperability suites: the broker's own topics, nothing protected. */
  | { readonly kind: 'open' };

/** MQTT 3.1.1 §3.2.2.3 CONNACK codes a login can be refused with: identifier, server unavailable, credentials, rights. */
export type LoginRefusal = 2 | 3 | 4 | 5;

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
/** Words with a meaning of their own in `v1/…`, and the name under which the gateway speaks of itself. */
const RESERVED = new Set(['me', 'cases', 'restricted-cases', 'feedback', 'org', 'gridwarden']);

/** `{vendor}/{device}` as its two names, or nothing when it is not one. */
export function parseDeviceId(text: string): { vendor: string; device: string } | undefined {
  const [vendor, device, ...rest] = text.split('/');
  if (rest.length > 0 || !vendor || !device || !NAME.test(vendor) || !NAME.test(device) || RESERVED.has(vendor)) return;
  return { vendor, device };
}

/** Whether `name` can be an organisation code. */
export const isOrgCode = (name: string): boolean => NAME.test(name);
