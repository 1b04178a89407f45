/** Why a credential is not enabled (Credential service specification 6.3). */
export const CREDENTIAL_REASONS = [
  ...['CredentialLockedOut', 'CredentialBlocked', 'CredentialLost', 'CredentialStolen', 'CredentialDamaged'],
  ...['CredentialDestroyed', 'CredentialInactivity', 'CredentialExpired', 'CredentialRenewalNeeded'],
] as const;
export type CredentialReason = (typeof CREDENTIAL_REASONS)[number];

/** Why somebody is not let through (Access Control service specification 6). */
export const DENIAL_REASONS = [
  ...['CredentialNotEnabled', 'CredentialNotActive', 'CredentialExpired', 'InvalidPIN'],
  ...['NotPermittedAtThisTime', 'Unauthorized', 'Other'],
] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

/** A credential of somebody who does not exist. */
export interface Credential {
  readonly token: string;
  readonly holder: string;
  /** Hex, as a reader tells it. */
  readonly identifier: string;
  enabled: boolean;
  reason: CredentialReason | '';
  /** Where its holder is, as the readers saw it; undefined before the first pass. */
  inside: boolean | undefined;
  violated: boolean;
}

/** What a reader decides of a credential that is shown to it. */
export type Decision =
  | { readonly granted: true }
  | { readonly granted: false; readonly reason: DenialReason; readonly passback: boolean };

/** `count` credentials of people who do not exist. */
export function simulatedCredentials(count: number): Map<string, Credential> {
  const all = Array.from({ length: count }, (_, index): Credential => {
    const number = String(index + 1);
    return {
      token: `SimulatedCredential-${number}`,
      holder: `Simulated Holder ${number}`,
      identifier: `5A${number.padStart(6, '0')}`,
      ...{ enabled: true, reason: '', inside: undefined, violated: false },
    };
  });
  return new Map(all.map((credential) => [credential.token, credential]));
}

/**
 * Decides of a credential shown at the entrance or the exit of a door, and remembers where its holder is. Whoever goes in twice
 * without having gone out has passed the card back (hard anti-passback): that is refused.
 */
export function decide(credential: Credential, entering: boolean): Decision {
  if (!credential.enabled) {
    const reason = credential.reason === 'CredentialExpired' ? 'CredentialExpired' : 'CredentialNotEnabled';
    return { granted: false, reason, passback: false };
  }
  if (credential.inside === entering) return { granted: false, reason: 'Other', passback: true };
  credential.inside = entering;
  return { granted: true };
}
