import { runTypeScript } from './bootstrap/runTypeScript.mjs';

await runTypeScript('start/main.ts');
