import type { Severity } from '../model/candidate.ts';
import type { Category, TimeLimit } from '../model/catalogue.ts';
import type { SiteClass } from '../model/device.ts';

/**
 * How severe a category is at a site of a class. What the catalogue says of the site wins over what a rule said of the
 * alarm, and that over the category's own value.
 */
export function severityOf(category: Category, siteClass?: SiteClass, ruleSays?: Severity): Severity {
  return (siteClass && category.bySite?.[siteClass]?.severity) ?? ruleSays ?? category.severity;
}

/** The limits of a category at a site of a class. */
export function limitsOf(
  category: Pick<Category, 'response' | 'disposal' | 'bySite'>,
  siteClass?: SiteClass,
): { readonly response: TimeLimit; readonly disposal: TimeLimit } {
  const { response = category.response, disposal = category.disposal } =
    (siteClass && category.bySite?.[siteClass]) ?? {};
  return { response, disposal };
}
