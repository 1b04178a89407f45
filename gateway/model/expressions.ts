/** A value an expression reads: that of a channel of the named kind. */
export type ExpressionValue = number | boolean | string;

/** What an expression may read, by name, and of which type it is. */
export type ExpressionNames = Readonly<Record<string, 'number' | 'boolean' | 'enum'>>;

/** A condition in the Common Expression Language, ready to be asked. Pure; throws when it cannot be decided. */
export type Condition = (values: Readonly<Record<string, ExpressionValue>>) => boolean;

/** The library behind expression rules. */
export interface Expressions {
  /** Throws an Error whose message says what is wrong with the text; a condition that is no yes or no is wrong too. */
  compile(text: string, names: ExpressionNames): Condition;
}
