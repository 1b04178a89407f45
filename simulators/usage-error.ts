/** Something the person at the keyboard can put right: a file, an address, a password. Commands end with exit code 2. */
export class UsageError extends Error {
  readonly exitCode = 2;

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
