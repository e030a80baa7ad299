import { runTypeScript } from './bootstrap/runTypeScript.mjs';

await runTypeScript('testRun/main.ts');
