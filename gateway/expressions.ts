import { Environment } from '@marcbachmann/cel-js';
import type { Expressions } from './model/expressions.ts';

/** What a channel's kind is called in CEL. */
const TYPES = { number: 'double', boolean: 'bool', enum: 'string' } as const;

/** Conditions in the Common Expression Language over the channels of one device; compiled once, pure, without loops. */
export function celExpressions(): Expressions {
  return {
    compile(text, names) {
      const environment = new Environment();
      for (const [name, kind] of Object.entries(names)) environment.registerVariable(name, TYPES[kind]);
      const { valid, type, error } = environment.check(text);
      if (!valid) throw new Error(error?.message.split('\n')[0] ?? 'cannot be read');
      if (type !== 'bool') throw new Error(`must be true or false, not ${type}`);
      const ask = environment.parse(text);
      return (values) => ask(values) === true;
    },
  };
}
