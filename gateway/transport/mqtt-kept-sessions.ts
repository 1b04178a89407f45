import type { Login } from '../model/login.ts';

/** Sessions that outlive their connection (clean session 0) and have subscriptions: messages are queued for them. */
export interface KeptSessions {
  /** Whether the session may be kept: it is already, or its owner may have one more. */
  keep(login: Login, clientId: string): boolean;
  /** It was begun anew with a clean session. */
  forget(clientId: string): void;
}

/** Beyond these a subscription of a session that would be kept is refused with 0x80; one with a clean session is not. */
const MAX_PER_OWNER = 8;
const MAX_SESSIONS = 50_000;

export function createKeptSessions(limits = { perOwner: MAX_PER_OWNER, all: MAX_SESSIONS }): KeptSessions {
  const owners = new Map<string, string>();
  const counts = new Map<string, number>();

  return {
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
    forget(clientId) {
      const owner = owners.get(clientId);
      if (owner === undefined) return;
      owners.delete(clientId);
      const count = (counts.get(owner) ?? 1) - 1;
      if (count > 0) counts.set(owner, count);
      else counts.delete(owner);
    },
  };
}

function ownerOf(login: Login): string {
  if (login.kind === 'device') return `${login.vendor}/${login.device}`;
  return login.kind === 'org' ? `org/${login.orgCode}` : login.kind;
}
