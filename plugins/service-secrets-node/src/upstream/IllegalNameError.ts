/** A name that is not spelled as its grammar demands; nothing was sent. Never leaves this package. */
export class IllegalNameError extends Error {
  readonly operation: string;

  constructor(operation: string) {
    super(`${operation}: a name is not spelled as it must be`);
    this.name = 'IllegalNameError';
    this.operation = operation;
  }
}
