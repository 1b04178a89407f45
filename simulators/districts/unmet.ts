/** Something a row asserts that is not so; the message says what was found instead. */
export class Unmet extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unmet';
  }
}
