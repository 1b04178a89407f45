import type { DeviceType, SiteClass } from '../model/device.ts';
import type { RulePatch, RuleSpec, When } from '../model/rule-spec.ts';

/** What of a device decides which limits its rules have. */
export interface Site {
  readonly siteClass: SiteClass;
  /** By rule id; see Device. */
  readonly overrides?: Readonly<Record<string, RulePatch>>;
}

export const ORDINARY: Site = { siteClass: 'ORDINARY' };

/** A patch of one rule; `when` undefined: always. */
export interface Layer {
  readonly when: When | undefined;
  readonly patch: RulePatch;
}

/**
 * Everything that changes a rule at a site, in the order in which it applies: the rule's own limits, the type's overrides, the
 * device's own. What depends on the site alone is settled here, and what is for other sites is left out.
 */
export function layersOf(spec: RuleSpec, type: DeviceType, site: Site): Layer[] {
  const given: Layer[] = [
    ...(spec.limits ?? []).map(({ when, ...patch }) => ({ when, patch })),
    ...(type.overrides ?? []).flatMap(({ when, rules }) => {
      const patch = Object.hasOwn(rules, spec.id) ? rules[spec.id] : undefined;
      return patch ? [{ when, patch }] : [];
    }),
  ];
  const own = site.overrides && Object.hasOwn(site.overrides, spec.id) ? site.overrides[spec.id] : undefined;
  return [
    ...given
      .filter(({ when }) => isAt(when, site))
      .map(({ when, patch }) => ({ when: when && (isTimely(when) ? when : undefined), patch })),
    ...(own ? [{ when: undefined, patch: own }] : []),
  ];
}

/** Whether the site is one that `when` is about. */
export function isAt(when: When | undefined, { siteClass }: Site): boolean {
  return when?.siteClass === undefined || when.siteClass.includes(siteClass);
}

/** Whether `when` depends on anything beside the site. */
function isTimely({ hours, days, modes }: When): boolean {
  return hours !== undefined || days !== undefined || modes !== undefined;
}

/** The rule with the layers applied, the later ones over the earlier. */
export function patched<Spec extends RuleSpec>(spec: Spec, layers: readonly Layer[]): Spec {
  let result = spec;
  for (const { patch } of layers) {
    const { ratio, ...others } = patch;
    result = { ...result, ...others };
    if (ratio === undefined) continue;
    // The ratio of a mean stands in its background correction.
    if (result.kind === 'mean')
      result = { ...result, ...(result.background && { background: { ...result.background, ratio } }) };
    else result = { ...result, ratio };
  }
  return result;
}
