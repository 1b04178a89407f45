import { z } from 'zod';
import type { Category } from '../model/catalogue.ts';
import { nameSchema } from './catalogue-file.ts';
import type { CityProblem } from './problem.ts';
import type { SourceFile } from './source-file.ts';

const itemSchema = z.strictObject({
  id: z.string().min(1),
  name: nameSchema,
  categories: z.array(z.string()).describe('codes this item stands for; empty: nothing a device raises'),
});

/** `flows.yaml`: the emergency flows and the task list of a city, and which categories belong to them. */
export const flowsSchema = z.strictObject({
  assert: z.strictObject({ emergencyFlows: z.int(), aspects: z.int(), items: z.int() }).partial().default({}),
  emergencyFlows: z.array(z.strictObject({ number: z.int().min(1).max(99), name: nameSchema })).default([]),
  taskList: z
    .strictObject({
      aspects: z.array(z.strictObject({ id: z.string().min(1), name: nameSchema, items: z.array(itemSchema).min(1) })),
      unmapped: z.array(z.string()).default([]).describe('categories that belong to no item, said on purpose'),
    })
    .optional(),
});

export type FlowsFile = z.output<typeof flowsSchema>;

type Name = { readonly zh: string; readonly en: string };

/** An item of the task list and the aspect (方面) it belongs to. */
export interface TaskItem {
  readonly id: string;
  readonly name: Name;
  readonly aspect: { readonly id: string; readonly name: Name };
}

export interface Flows {
  readonly emergencyFlows: readonly { readonly number: number; readonly name: Name }[];
  /** The item of the city's task list a category is counted under; undefined where there is none. */
  taskItemOf(code: string): TaskItem | undefined;
}

export const NO_FLOWS: Flows = { emergencyFlows: [], taskItemOf: () => undefined };

type Complain = (path: readonly PropertyKey[], message: string) => void;

/** Every number a category names must be a flow, and every flow must be started by a category. */
function checkFlows({ emergencyFlows }: FlowsFile, categories: ReadonlyMap<string, Category>, complain: Complain) {
  const named = new Set([...categories.values()].flatMap((category) => category.emergencyFlow ?? []));
  const numbers = emergencyFlows.map((flow) => flow.number);
  numbers.forEach((number, i) => {
    if (numbers.indexOf(number) < i) complain(['emergencyFlows', i, 'number'], `flow ${number} is defined twice`);
    if (!named.has(number)) complain(['emergencyFlows', i, 'number'], `no category starts flow ${number}`);
  });
  for (const number of named)
    if (!numbers.includes(number))
      complain(['emergencyFlows'], `a category starts flow ${number}, which is not defined`);
}

/** Each category once: under one item, or declared to belong to none. */
function mapItems(
  taskList: NonNullable<FlowsFile['taskList']>,
  categories: ReadonlyMap<string, Category>,
  complain: Complain,
): Map<string, TaskItem> {
  const items = new Map<string, TaskItem>();
  const known = new Set<string>();
  const take = (code: string, path: readonly PropertyKey[]) => {
    if (!categories.has(code)) complain(path, `${code} is not in the catalogue`);
    if (known.has(code)) complain(path, `${code} is mapped twice`);
    known.add(code);
  };
  taskList.aspects.forEach((aspect, a) => {
    aspect.items.forEach(({ id, name, categories: codes }, i) => {
      codes.forEach((code, c) => {
        take(code, ['taskList', 'aspects', a, 'items', i, 'categories', c]);
        items.set(code, { id, name, aspect: { id: aspect.id, name: aspect.name } });
      });
    });
  });
  for (const [i, code] of taskList.unmapped.entries()) take(code, ['taskList', 'unmapped', i]);
  const forgotten = [...categories.keys()].filter((code) => !known.has(code));
  if (forgotten.length > 0)
    complain(['taskList'], `${forgotten.join(', ')}: neither under an item nor declared as unmapped`);
  return items;
}

/** The flows of a city. What is wrong goes to `problems`. */
export function createFlows(
  source: SourceFile<FlowsFile>,
  categories: ReadonlyMap<string, Category>,
  problems: CityProblem[],
): Flows {
  const { assert, emergencyFlows, taskList } = source.value;
  const complain: Complain = (path, message) => problems.push({ level: 'error', where: source.at(path), message });
  const ids = taskList?.aspects.flatMap((aspect) => aspect.items.map((item) => item.id)) ?? [];
  const counts = {
    emergencyFlows: emergencyFlows.length,
    aspects: taskList?.aspects.length ?? 0,
    items: new Set(ids).size,
  };
  for (const [what, expected] of Object.entries(assert)) {
    const found = counts[what as keyof typeof counts];
    if (found !== expected) complain(['assert', what], `${what}: ${found} found, ${expected} asserted`);
  }
  checkFlows(source.value, categories, complain);
  const items = taskList ? mapItems(taskList, categories, complain) : new Map<string, TaskItem>();
  return { emergencyFlows, taskItemOf: (code) => items.get(code) };
}
