import type { Login } from '../model/login.ts';

/** Sessions that outlive their connection (clean session 0, MQTT 3.1.1 §3.1.2.4). */
export interface KeptSessions {
  /** A client came; whether it goes on with a session of before, which a clean one ends. */
  came(clientId: string, clean: boolean): boolean;
  /** Whether it may subscribe, so that messages are queued for it while it is away: it has already, or its owner may have one more. */
  keep(login: Login, clientId: string): boolean;
}

/** Beyond these a subscription of a session that would be kept is refused with 0x80; one with a clean session is not. */
const MAX_PER_OWNER = 8;
const MAX_SESSIONS = 50_000;
/** Client ids that came without a clean session; the one that came longest ago is forgotten, as if it had never come. */
const MAX_KNOWN = 100_000;

export function createKeptSessions(
  limits = { perOwner: MAX_PER_OWNER, all: MAX_SESSIONS, known: MAX_KNOWN },
): KeptSessions {
  const known = new Set<string>();
  const owners = new Map<string, string>();
  const counts = new Map<string, number>();

  const forget = (clientId: string): void => {
    const owner = owners.get(clientId);
    if (owner === undefined) return;
    owners.delete(clientId);
    const count = (counts.get(owner) ?? 1) - 1;
    if (count > 0) counts.set(owner, count);
    else counts.delete(owner);
  };

  return {
    came(clientId, clean) {
      const before = known.delete(clientId);
      if (clean) forget(clientId);
      else {
        if (known.size >= limits.known) known.delete(known.keys().next().value as string);
        known.add(clientId);
      }
      return before && !clean;
    },
    keep(login, clientId) {
      const owner = ownerOf(login);
      const known = owners.get(clientId);
      if (known !== undefined) return true;
      const count = counts.get(owner) ?? 0;
      if (owners.size >= limits.all || (login.kind !== 'open' && count >= limits.perOwner)) return false;
      owners.set(clientId, owner);
      counts.set(owner, count + 1);
      return true;
    },
  };
}

function ownerOf(login: Login): string {
  if (login.kind === 'device') return `${login.vendor}/${login.device}`;
  return login.kind === 'org' ? `org/${login.orgCode}` : login.kind;
}
