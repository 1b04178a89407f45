import { found } from './found.ts';
import type { Stage } from './stage.ts';

/**
 * Who is responsible, how urgent is it and until when? Deadlines run from the moment the case is raised: that is when
 * dispatch can first know of it.
 */
export const assign: Stage = (draft, { city }) => {
  const category = found(draft.category, 'category');
  const { response, disposal } = city.deadlines(category, draft.now);
  const assignment = {
    severity: draft.candidate.severity ?? category.severity,
    responsibleDept: category.dept,
    responderRole: category.responderRole,
    responseDeadline: response,
    disposalDeadline: disposal,
  };
  return { pass: { ...draft, assignment } };
};
