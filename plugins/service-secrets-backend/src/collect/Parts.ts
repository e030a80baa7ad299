import { describeFailure, SourceFailure } from './failure';
import { Read } from './SourceResult';

/** Reads the parts of an answer that may fail on their own, and remembers the first failure. */
export class Parts {
  private first: SourceFailure | undefined;

  constructor(private readonly target: string) {}

  /** Why a part is missing, if one is. */
  get failure(): SourceFailure | undefined {
    return this.first;
  }

  async read<T>(ask: () => Promise<T>): Promise<Read<T>> {
    try {
      return await ask();
    } catch (error) {
      this.first ??= describeFailure(error, this.target);
      return 'unreadable';
    }
  }
}
