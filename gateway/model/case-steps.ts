import type { CaseStep, CaseSubState } from './case.ts';

type Name = { readonly zh: string; readonly en: string };

/** The six steps (六步闭环) by their names. */
export const STEP_NAMES: Readonly<Record<CaseStep, Name>> = {
  1: { zh: '发现上报', en: 'discovery and report' },
  2: { zh: '指挥派遣', en: 'command and dispatch' },
  3: { zh: '处置反馈', en: 'disposal and feedback' },
  4: { zh: '任务核查', en: 'check' },
  5: { zh: '督促办理', en: 'urging' },
  6: { zh: '结单归档', en: 'closing and archive' },
};

const INTAKE: Name = { zh: '发现受理', en: 'discovery and intake' };
const DISPATCH: Name = { zh: '指挥派遣', en: 'command and dispatch' };
const HANDLING: Name = { zh: '任务处理', en: 'task handling' };
const VERIFICATION: Name = { zh: '反馈核实', en: 'feedback and verification' };

/** The four phases (四位一体): steps 4 to 6 are one. */
const FOUR_IN_ONE: Readonly<Record<CaseStep, Name>> = {
  ...{ 1: INTAKE, 2: DISPATCH, 3: HANDLING, 4: VERIFICATION, 5: VERIFICATION, 6: VERIFICATION },
};

/** Shanghai's seven: 受理 → 立案 → 派遣 → 处置 → 督办 → 核查 → 结案. A case is filed once somebody has accepted it. */
const SHANGHAI: Readonly<Record<Exclude<CaseStep, 1>, Name>> = {
  2: { zh: '派遣', en: 'dispatch' },
  3: { zh: '处置', en: 'disposal' },
  4: { zh: '核查', en: 'check' },
  5: { zh: '督办', en: 'urging' },
  6: { zh: '结案', en: 'closing' },
};
const ACCEPTANCE: Name = { zh: '受理', en: 'acceptance' };
const FILING: Name = { zh: '立案', en: 'filing' };

/** Where a case stands in the two vocabularies beside the six steps. */
export interface CasePhase {
  readonly fourInOne: Name;
  readonly shanghai: Name;
}

export function phaseOf(step: CaseStep, subState: CaseSubState): CasePhase {
  const first = subState === 'ACCEPTED' ? FILING : ACCEPTANCE;
  return { fourInOne: FOUR_IN_ONE[step], shanghai: step === 1 ? first : SHANGHAI[step] };
}
