import type { WakeUps } from '../../gateway/model/wake-ups.ts';
import { trialWakeUps } from '../../gateway/trials/wake-ups.ts';

/** Wake-ups without a queue store, as a trial has them, and what handlers threw. */
export function inProcessWakeUps(): WakeUps & { readonly errors: readonly unknown[] } {
  const errors: unknown[] = [];
  return { ...trialWakeUps((error) => errors.push(error)), errors };
}
