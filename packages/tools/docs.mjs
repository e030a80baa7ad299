import { runTypeScript } from './bootstrap/runTypeScript.mjs';

await runTypeScript('docs/main.ts');
