/** A template the agent would refuse, or whose rendering fails; worded as Go's text/template words it. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateError';
  }
}
