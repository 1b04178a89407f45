import { z } from 'zod';
import type { CheckKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { alarmsCheck } from './alarms.ts';
import { cameraCheck, cameraRestartCheck, intrusionCheck } from './cameras.ts';
import { canariesCheck } from './canaries.ts';
import { casesCheck } from './cases.ts';
import { cluesCheck } from './clues.ts';
import { commandCheck } from './command.ts';
import { devicesCheck } from './devices.ts';
import { eachCheck } from './each.ts';
import { editCheck } from './edit.ts';
import { feedbackCheck } from './feedback.ts';
import { httpCheck, settledCheck } from './http.ts';
import { outageCheck, receivedCheck, receiverCheck } from './partners.ts';
import { pointsCheck } from './points.ts';
import { publishedCheck } from './published.ts';
import { reportCheck } from './report.ts';
import { sayCategoriesCheck } from './say-categories.ts';
import { scenarioCheck } from './scenario.ts';
import { tamperCheck } from './tamper.ts';
import { answerCheck, heardCheck, terminalsCheck } from './terminals.ts';
import { waitCheck } from './wait.ts';

/** Every kind of check; a row can have no other. */
export const CHECKS: readonly CheckKind[] = [
  alarmsCheck,
  answerCheck,
  cameraCheck,
  cameraRestartCheck,
  canariesCheck,
  casesCheck,
  cluesCheck,
  commandCheck,
  devicesCheck,
  eachCheck(play),
  editCheck,
  feedbackCheck,
  heardCheck,
  httpCheck,
  intrusionCheck,
  outageCheck,
  pointsCheck,
  publishedCheck,
  receivedCheck,
  receiverCheck,
  reportCheck,
  sayCategoriesCheck,
  scenarioCheck,
  settledCheck,
  tamperCheck,
  terminalsCheck,
  waitCheck,
];

/** A check of a row's file. Its parameters are parsed when it is its turn, since earlier steps fill them in. */
export const check = z.looseObject({ kind: z.enum(CHECKS.map(({ kind }) => kind)) });

/** Does one step on a stand. Resolves with how many statements held; throws Unmet, or Error when it cannot be tried. */
export async function play(stand: Stand, given: { readonly kind: string }): Promise<number> {
  const kind = CHECKS.find((each) => each.kind === given.kind);
  if (!kind) throw new Error(`no check is of kind ${given.kind}`);
  return await kind.run(stand, given);
}
