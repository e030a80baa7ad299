import { runTypeScript } from './bootstrap/runTypeScript.mjs';

await runTypeScript('bench/fleet.ts');
