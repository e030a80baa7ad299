/** An error in Vault's envelope: `{"errors": […]}` with a status. */
export class VaultProblem extends Error {
  readonly status: number;
  readonly errors: readonly string[];

  constructor(status: number, ...errors: string[]) {
    super(errors.join('; ') || `status ${status}`);
    this.name = 'VaultProblem';
    this.status = status;
    this.errors = errors;
  }
}
