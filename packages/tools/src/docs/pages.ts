import { actionsPage } from './actionsPage';
import { annotationsPage } from './annotationsPage';
import { configurationPage } from './configurationPage';
import { findingsPage } from './findingsPage';

/** The generated pages: path below the root, and content. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/actions.md', actionsPage()],
    ['docs/annotations.md', annotationsPage()],
    ['docs/configuration.md', configurationPage()],
    ['docs/findings.md', findingsPage()],
  ]);
}
